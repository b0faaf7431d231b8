-- project: 政务信息工作专项信息
-- indicator: 表彰人数
-- level2: 数量指标
-- unit: 人
-- registers: commendations
-- period: month
-- roll-up: sum
-- direction: up
-- result: number
--
-- 有批准文件的表彰人数；通报表扬不计
-- persons commended with an approval; a mention in a circular does not count
-- 一个月没有任何记录时不给出数值，空白不是0
-- a month without any row gives no value; blank is not 0
SELECT CASE WHEN count(*) > 0 THEN count(*) FILTER (kind = '表彰') END AS value
FROM commendations

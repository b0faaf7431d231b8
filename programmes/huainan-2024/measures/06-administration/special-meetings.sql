-- project: 行政管理事务专项经费
-- indicator: 专题会议数量
-- level2: 数量指标
-- unit: 场
-- registers: meetings
-- period: month
-- roll-up: sum
-- direction: up
-- result: number
--
-- 已召开的专题会议，取消的不计
-- meetings on a special subject that were held
-- 一个月没有任何记录时不给出数值，空白不是0
-- a month without any row gives no value; blank is not 0
SELECT CASE WHEN count(*) > 0 THEN count(*) FILTER (kind = '专题会议' AND status = '召开') END AS value
FROM meetings

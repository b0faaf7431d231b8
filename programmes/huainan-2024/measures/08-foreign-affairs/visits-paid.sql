-- project: 外事工作专项经费
-- indicator: 外出访问次数
-- level2: 数量指标
-- unit: 次
-- registers: visits
-- period: month
-- roll-up: sum
-- direction: up
-- result: number
--
-- 已完成的外出访问；展会和来访接待不计
-- visits paid; fairs and receptions do not count
-- 一个月没有任何记录时不给出数值，空白不是0
-- a month without any row gives no value; blank is not 0
SELECT CASE WHEN count(*) > 0 THEN count(*) FILTER (kind = '外出访问' AND status = '完成') END AS value
FROM visits

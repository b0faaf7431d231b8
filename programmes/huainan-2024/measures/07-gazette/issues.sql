-- project: 政府公报专项费用
-- indicator: 期数
-- level2: 数量指标
-- unit: 期
-- registers: gazette_issues
-- period: month
-- roll-up: sum
-- direction: up
-- result: number
--
-- 按出版日期计的期数
-- issues by the day they were published
-- 一个月没有任何记录时不给出数值，空白不是0
-- a month without any row gives no value; blank is not 0
SELECT CASE WHEN count(*) > 0 THEN count(*) FILTER (copies > 0) END AS value
FROM gazette_issues

-- project: 政务公开工作专项经费
-- indicator: 完成评审评价评估次数
-- level2: 数量指标
-- unit: 次
-- registers: assessments
-- period: month
-- roll-up: sum
-- direction: up
-- result: number
--
-- 验收合格的评审、评价、评估次数
-- rounds whose report was accepted
-- 一个月没有任何记录时不给出数值，空白不是0
-- a month without any row gives no value; blank is not 0
SELECT CASE WHEN count(*) > 0 THEN count(*) FILTER (accepted) END AS value
FROM assessments

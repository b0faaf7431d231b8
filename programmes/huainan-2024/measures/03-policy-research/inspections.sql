-- project: 政策研究及落实情况监督检查工作经费
-- indicator: 督导检查次数
-- level2: 数量指标
-- unit: 次
-- registers: inspections
-- period: month
-- roll-up: sum
-- direction: up
-- result: number
--
-- 已完成的督导检查轮次，取消的不计
-- rounds that were done; cancelled ones do not count
-- 一个月没有任何记录时不给出数值，空白不是0
-- a month without any row gives no value; blank is not 0
SELECT CASE WHEN count(*) > 0 THEN count(*) FILTER (status = '完成') END AS value
FROM inspections

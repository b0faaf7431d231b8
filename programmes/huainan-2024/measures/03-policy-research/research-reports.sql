-- project: 政策研究及落实情况监督检查工作经费
-- indicator: 完成调研报告数量
-- level2: 数量指标
-- unit: 篇
-- registers: research_reports
-- period: month
-- roll-up: sum
-- direction: up
-- result: number
--
-- 按定稿日期计的调研报告，终止的不计
-- reports by the day of the final text; those ended do not count
-- 一个月没有任何记录时不给出数值，空白不是0
-- a month without any row gives no value; blank is not 0
SELECT CASE WHEN count(*) > 0 THEN count(*) FILTER (kind = '调研报告' AND status = '定稿') END AS value
FROM research_reports

-- project: 政策研究及落实情况监督检查工作经费
-- indicator: 控制成本数
-- level2: 成本指标
-- unit: 万元
-- registers: payments
-- period: month
-- roll-up: sum
-- direction: down
-- result: money
--
-- 当年支付净额，冲销和退回以负数计入；元换算为万元，六位小数，不舍入
-- net payments of the year; reversals and returned payments count as negative; 元 to 万元, exact
SELECT CAST(sum(amount) * 0.0001 AS DECIMAL(18, 6)) AS value
FROM payments

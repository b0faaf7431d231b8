-- project: “放管服”改革和营商环境监督专项经费
-- indicator: 项目成本控制数
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

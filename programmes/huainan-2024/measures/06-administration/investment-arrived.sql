-- project: 行政管理事务专项经费
-- indicator: 招商规模
-- level2: 数量指标
-- unit: 万元
-- registers: investments
-- period: month
-- roll-up: sum
-- direction: up
-- result: money
--
-- 到位资金，不计只签约的金额
-- capital that arrived; what was only signed for does not count
-- 一个月没有任何记录时不给出数值，空白不是0
-- a month without any row gives no value; blank is not 0
SELECT CASE WHEN count(*) > 0 THEN coalesce(sum(amount) FILTER (stage = '到位'), 0) END AS value
FROM investments

-- project: 市本级因公出国(境)经费
-- indicator: 出国次数
-- level2: 数量指标
-- unit: 次
-- registers: trips_abroad
-- period: month
-- roll-up: sum
-- direction: up
-- result: number
--
-- 按出境日期计的已完成团组
-- delegations that went, by the day they left
-- 一个月没有任何记录时不给出数值，空白不是0
-- a month without any row gives no value; blank is not 0
SELECT CASE WHEN count(*) > 0 THEN count(*) FILTER (status = '完成') END AS value
FROM trips_abroad

-- project: 市本级因公出国(境)经费
-- indicator: 出国时间
-- level2: 时效指标
-- unit: 月
-- registers: trips_abroad
-- period: year
-- roll-up: ratio_of_sums
-- direction: down
-- result: duration
--
-- 已完成团组在外天数合计，出境和入境当天都计入，30天为1个月
-- days abroad of all delegations that went, both ends counted; 30 days are a month
-- 指标值“≤2月”没有写明是期限还是时长，这里按时长理解
-- the target does not say whether a deadline or a length is meant; here it is a length
SELECT
    sum(date_diff('day', departed_on, returned_on) + 1) FILTER (status = '完成') AS numerator,
    CASE WHEN count(*) > 0 THEN 30 END AS denominator
FROM trips_abroad

-- project: 政府网站安全运行专项经费
-- indicator: 信息系统日常维护周期
-- level2: 时效指标
-- unit: 小时
-- registers: maintenance_tickets
-- period: month
-- roll-up: ratio_of_sums
-- direction: down
-- result: duration
--
-- 相邻两次例行巡检之间的平均小时数，按开单时间，在同一月内计算
-- mean hours from one routine round to the next, by the time they were opened, within a month
SELECT
    sum(date_diff('second', earlier, opened_at)) AS numerator,
    3600 * count(earlier) AS denominator
FROM (
    SELECT opened_at, lag(opened_at) OVER (ORDER BY opened_at) AS earlier
    FROM maintenance_tickets
    WHERE kind = '例行巡检'
)

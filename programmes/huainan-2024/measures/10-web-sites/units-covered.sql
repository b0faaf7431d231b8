-- project: 政府网站安全运行专项经费
-- indicator: 项目覆盖单位或市区数量
-- level2: 数量指标
-- unit: 个
-- registers: covered_units
-- period: month
-- roll-up: latest
-- direction: up
-- result: number
--
-- 最近一次盘点时已覆盖的单位数
-- units covered at the latest count
SELECT CASE WHEN count(*) > 0 THEN count(DISTINCT unit_code) FILTER (is_covered) END AS value
FROM covered_units
WHERE counted_on = (SELECT max(counted_on) FROM covered_units)

-- project: 12345政务热线服务项目
-- indicator: 日均受理话务量
-- level2: 数量指标
-- unit: 个
-- registers: hotline_calls
-- period: month
-- roll-up: ratio_of_sums
-- direction: up
-- result: number
--
-- 接通且不是骚扰的话务，除以有记录的天数；没有记录的日子不当作0
-- calls answered and no nuisance, over the days that have records; a day without is not a 0
SELECT
    count(*) FILTER (answered AND NOT coalesce(nuisance, FALSE)) AS numerator,
    count(DISTINCT CAST(received_at AS DATE)) AS denominator
FROM hotline_calls

-- project: 政务公开工作专项经费
-- indicator: 公众满意度
-- level2: 满意度指标
-- unit: %
-- registers: survey_answers
-- period: month
-- roll-up: proportion
-- direction: up
-- result: proportion
--
-- 有效答卷中4分以上的加权比例；拒访和无人应答不进分母，另行列出
-- weighted share of 4 and 5 among the valid answers; refusals stand beside it, not in it
-- 抽样框为本期各层人数之和
-- the frame is the sum of the strata asked in the period
SELECT
    sum(weight) FILTER (outcome = '有效' AND score >= 4) AS numerator,
    sum(weight) FILTER (outcome = '有效') AS denominator,
    count(*) FILTER (outcome = '有效') AS answers,
    count(*) FILTER (outcome <> '有效') AS refusals,
    (
        SELECT sum(size)
        FROM (SELECT max(frame_size) AS size FROM survey_answers GROUP BY stratum)
    ) AS frame
FROM survey_answers

-- 1 where the value can be more than 0 or 1.
ALTER TABLE run_results ADD COLUMN graded INTEGER
    GENERATED ALWAYS AS (CASE WHEN json_extract(result_json, '$.binary') = 0 THEN 1 ELSE 0 END) VIRTUAL

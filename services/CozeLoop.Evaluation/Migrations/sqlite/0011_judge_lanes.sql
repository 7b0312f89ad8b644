CREATE TABLE judge_lanes (
    lane VARCHAR(32) NOT NULL PRIMARY KEY,
    faults BIGINT NOT NULL,
    pause BIGINT NOT NULL,
    open_until BIGINT NOT NULL,
    since BIGINT NOT NULL,
    cause VARCHAR(64) NOT NULL,
    message TEXT NOT NULL
)

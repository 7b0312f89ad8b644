CREATE TABLE replay_promotions (
    replay_id VARCHAR(64) NOT NULL,
    label VARCHAR(64) NOT NULL,
    version INT NOT NULL,
    time_ms BIGINT NOT NULL,
    actor LONGTEXT NOT NULL,
    reason LONGTEXT,
    PRIMARY KEY (replay_id, label, time_ms)
) ENGINE = InnoDB ${binary}

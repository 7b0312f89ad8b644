-- One row a move. moved_at is in milliseconds and rises strictly per label: it is also the version of the event that tells of the move.
CREATE TABLE promotions (
    workspace_id BIGINT NOT NULL,
    prompt_key VARCHAR(128) NOT NULL,
    label VARCHAR(64) NOT NULL,
    moved_at BIGINT NOT NULL,
    from_version BIGINT NULL,
    to_version BIGINT NOT NULL,
    actor LONGTEXT NOT NULL,
    replay_id VARCHAR(64) NULL,
    verdict VARCHAR(32) NULL,
    reason LONGTEXT NULL,
    PRIMARY KEY (workspace_id, prompt_key, label, moved_at)
) ENGINE = InnoDB ${binary}

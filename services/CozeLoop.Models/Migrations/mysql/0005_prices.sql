-- A workspace's own rows; amounts are US dollars per token as decimal text, because a double would round them.
CREATE TABLE prices (
    workspace_id BIGINT NOT NULL,
    id VARCHAR(64) NOT NULL,
    pattern LONGTEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_to BIGINT NULL,
    input_usd VARCHAR(40) NULL,
    output_usd VARCHAR(40) NULL,
    cache_read_usd VARCHAR(40) NULL,
    cache_write_usd VARCHAR(40) NULL,
    reasoning_usd VARCHAR(40) NULL,
    source LONGTEXT NOT NULL,
    PRIMARY KEY (workspace_id, id)
) ENGINE = InnoDB ${binary}

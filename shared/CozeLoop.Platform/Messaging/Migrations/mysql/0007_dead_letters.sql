-- The queue itself is SQLite's or RocketMQ's; only what died is kept here. One row for each message of a group, however many hosts bury it at once.
CREATE TABLE dead_letters (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  topic VARCHAR(100) NOT NULL,
  group_name VARCHAR(100) NOT NULL,
  origin VARCHAR(200) NOT NULL,  -- id of the message that died
  body LONGBLOB NOT NULL,
  reason LONGTEXT NOT NULL,
  attempts BIGINT NOT NULL,
  published_at BIGINT NOT NULL,  -- unix ms
  died_at BIGINT NOT NULL,       -- unix ms
  UNIQUE KEY dead_letters_once (topic, group_name, origin)
) ENGINE = InnoDB ${binary}

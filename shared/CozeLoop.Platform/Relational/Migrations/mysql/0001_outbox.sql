CREATE TABLE outbox (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  topic VARCHAR(100) NOT NULL,
  body LONGBLOB NOT NULL,
  due_at BIGINT NOT NULL -- unix ms; 0 = at once
) ENGINE = InnoDB ${binary}

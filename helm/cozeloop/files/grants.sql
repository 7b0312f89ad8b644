-- Each service has a database of its own, cozeloop_<service>, and makes it at its first start.
GRANT ALL PRIVILEGES ON `cozeloop\_%`.* TO 'cozeloop'@'%';

/** Where rows go; names are letters, digits and underscores. */
export interface ClickhouseTarget {
  database: string
  /** The rows; the position is kept in `<table>_position` beside it. */
  table: string
}

export const eventsTable = ({ database, table }: ClickhouseTarget): string =>
  `\`${database}\`.\`${table}\``

export const positionTable = ({ database, table }: ClickhouseTarget): string =>
  `\`${database}\`.\`${table}_position\``

/** Creates the table of the rows where it is missing. Rows of one stream id become one in merges. */
export const createEvents = (target: ClickhouseTarget): string => `
CREATE TABLE IF NOT EXISTS ${eventsTable(target)}
(
  streamId String,
  ms UInt64,
  n UInt64,
  agt LowCardinality(Nullable(String)),
  typ LowCardinality(Nullable(String)),
  cid Nullable(String),
  aid Nullable(String),
  uid Nullable(String),
  seq Nullable(String),
  tsp Nullable(String),
  applicationId Nullable(String),
  customerId Nullable(String),
  disposition LowCardinality(String),
  dat Nullable(String),
  extra Nullable(String),
  exportSequence UInt64
)
ENGINE = ReplacingMergeTree(exportSequence)
ORDER BY (ms, n)
SETTINGS non_replicated_deduplication_window = 1000`

/** Creates the table of the position where it is missing. */
export const createPosition = (target: ClickhouseTarget): string => `
CREATE TABLE IF NOT EXISTS ${positionTable(target)}
(
  id String,
  sequence UInt64,
  rowSchemaVersion UInt32,
  position String,
  writtenAt DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(sequence)
ORDER BY id`

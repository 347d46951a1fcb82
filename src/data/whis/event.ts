/** What an attacker does; `sessionModel` has the steps. */
export const WHIS_ATTACK_KINDS = [
  'password_guessing',
  'stolen_credentials',
  'lateral_movement',
  'privilege_abuse',
] as const;

/** One of `WHIS_ATTACK_KINDS`. */
export type WhisAttackKind = (typeof WHIS_ATTACK_KINDS)[number];

/** The tables of events. */
export const WHIS_TABLE_NAMES = ['auth_events', 'process_events', 'admin_events'] as const;

/** One of `WHIS_TABLE_NAMES`. */
export type WhisTableName = (typeof WHIS_TABLE_NAMES)[number];

/** What a host is. */
export type WhisAssetClass = 'workstation' | 'server' | 'controller';

/** What the events of all tables have, with the names of their columns. */
export interface WhisEvent {
  /** Unique over all tables, in order of time. */
  readonly event_id: number;
  /** Epoch ms; in files a time with a zone. */
  readonly ts: number;
  readonly host: string;
  readonly asset_class: WhisAssetClass;
}

/** A login to a host. */
export interface WhisAuthEvent extends WhisEvent {
  readonly user_id: string;
  readonly outcome: 'success' | 'failure';
  /** Whether the account is an administrator's. */
  readonly is_admin: boolean;
}

/** The start of a program. */
export interface WhisProcessEvent extends WhisEvent {
  readonly user_id: string;
  readonly parent: string;
  readonly child: string;
  /** Characters of the command line. */
  readonly cmd_len: number;
  /** Bits per character of the command line. */
  readonly cmd_entropy: number;
  /** Whether the command line holds encoded text. */
  readonly has_encoded: boolean;
  readonly signed_parent: boolean;
}

/** A change to an account. */
export interface WhisAdminEvent extends WhisEvent {
  /** The account that makes the change. */
  readonly actor: string;
  /** The account that is changed. */
  readonly target: string;
  readonly method: string;
}

/** The truth about an event, kept apart from it. */
export interface WhisLabel {
  readonly event_id: number;
  /** Null of normal events. */
  readonly attack: WhisAttackKind | null;
  /** Events of one session or one attack have the same number. */
  readonly session: number;
}

/** The columns of each table in parquet, with DuckDB's types. */
export const WHIS_COLUMNS: Readonly<
  Record<WhisTableName | 'labels', Readonly<Record<string, string>>>
> = {
  auth_events: {
    event_id: 'BIGINT',
    ts: 'TIMESTAMP WITH TIME ZONE',
    user_id: 'VARCHAR',
    host: 'VARCHAR',
    asset_class: 'VARCHAR',
    outcome: 'VARCHAR',
    is_admin: 'BOOLEAN',
  },
  process_events: {
    event_id: 'BIGINT',
    ts: 'TIMESTAMP WITH TIME ZONE',
    user_id: 'VARCHAR',
    host: 'VARCHAR',
    asset_class: 'VARCHAR',
    parent: 'VARCHAR',
    child: 'VARCHAR',
    cmd_len: 'INTEGER',
    cmd_entropy: 'DOUBLE',
    has_encoded: 'BOOLEAN',
    signed_parent: 'BOOLEAN',
  },
  admin_events: {
    event_id: 'BIGINT',
    ts: 'TIMESTAMP WITH TIME ZONE',
    actor: 'VARCHAR',
    target: 'VARCHAR',
    host: 'VARCHAR',
    asset_class: 'VARCHAR',
    method: 'VARCHAR',
  },
  labels: {
    event_id: 'BIGINT',
    attack: 'VARCHAR',
    session: 'INTEGER',
    posterior: 'DOUBLE',
  },
};

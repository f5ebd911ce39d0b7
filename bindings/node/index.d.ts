/** A request for which a document is. Without one, only what holds for all of them is found. */
export type Operation = "open" | "create" | "update" | "delete";
export type Severity = "error" | "warning" | "advice";

export interface Options {
  operation?: Operation;
  /** The live configuration, as it was read: an update is compared with it. */
  previous?: string | Uint8Array;
  /** The value of the header `If-Match`. */
  ifMatch?: string;
  /** The version of the API, such as `2020-05-31`, for documents that are sent to another one than their own. */
  apiVersion?: string;
  /** Severities of rules that differ from their own. */
  severity?: Record<string, Severity | "off">;
  /** Groups of rules to switch on, such as `security`. */
  groups?: string[];
  /** Quotas of the account that differ from the documented ones. */
  quotas?: Record<string, number>;
}

/** A range of UTF-16 units, as `slice` takes them, after a byte-order mark. The end is exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** Both from 1; the column counts UTF-16 units. */
export interface Position {
  line: number;
  column: number;
}

export interface Place {
  span: Span;
  start: Position;
  end: Position;
}

export interface Label extends Place {
  message: string;
}

export interface Edit {
  span: Span;
  /** What replaces the span. */
  text: string;
}

export interface Fix {
  /** What it does, in the imperative. */
  title: string;
  /** A safe fix changes nothing but the mistake. */
  applicability: "safe" | "unsafe";
  /** They belong together, are sorted and do not overlap. */
  edits: Edit[];
}

export interface Finding extends Place {
  /** Name of the rule, such as `quantity-mismatch`. */
  rule: string;
  severity: Severity;
  /** `certain` is documented or was observed; `likely` follows from other facts. */
  certainty: "certain" | "likely";
  /** What is wrong, in one line. */
  message: string;
  /** Why it matters. */
  note: string | null;
  /** The element, with 1-based indexes of items; empty if there is none. */
  path: string;
  labels: Label[];
  /** What to do. */
  help: string | null;
  /** What CloudFront would answer. */
  service: { code: string; status: number } | null;
  /** The best first. */
  fixes: Fix[];
  /** The page of the rule. */
  url: string | null;
}

export interface Report {
  form: "xml" | "json" | "yaml" | "hcl";
  dialect: "api" | "cloudformation" | "terraform";
  /** The root that was recognized, such as `DistributionConfig`. */
  root: string | null;
  apiVersion: string | null;
  /** The resource of a template; null for a document of the API. */
  resource: string | null;
  /** `skipped` is not a CloudFront document. */
  status: "checked" | "skipped";
  /** How many findings were suppressed. */
  suppressed: number;
  /** By where they start, then by rule. */
  findings: Finding[];
}

/** Checks a document: XML or JSON of the API, or a template. */
export function lint(body: string | Uint8Array, options?: Options): Report;

export interface Fixed<Body> {
  /** The new document. Bytes outside the edits stay as they are. */
  body: Body;
  applied: { rule: string; path: string; title: string; applicability: "safe" | "unsafe" }[];
  /** Fixes that were not applied, because they would leave the document worse. */
  refused: { rules: string[]; message: string }[];
  /** The report on the new document. */
  report: Report;
}

/** Applies the safe fixes; with `unsafe`, all. */
export function fix(body: string, options?: Options & { unsafe?: boolean }): Fixed<string>;
export function fix(body: Uint8Array, options?: Options & { unsafe?: boolean }): Fixed<Uint8Array>;

export interface GuardOptions extends Omit<Options, "operation" | "previous" | "ifMatch"> {
  /** The severity from which a finding stops a call; the default is `error`. */
  failOn?: Severity | "never";
  /**
   * Reads the live configuration before an update, so that the two are compared: the answer of the
   * SDK, or the document itself.
   */
  previous?(input: any, command: string): object | string | Uint8Array | undefined | Promise<object | string | Uint8Array | undefined>;
  /** Receives the report on every body, before a call is stopped or sent. */
  onReport?(report: Report, command: string): void;
}

/** A call that was not sent. */
export class Refused extends Error {
  /** The error code that CloudFront would answer, or `Refused` if it would not refuse the call. */
  name: string;
  readonly $fault: "client";
  readonly $metadata: { httpStatusCode?: number; attempts: 0 };
  /** The name of the call, such as `UpdateDistribution`. */
  readonly command: string;
  readonly report: Report;
  /** The findings that stopped it. */
  readonly findings: Finding[];
}

/**
 * Checks the body of every call of a client of the AWS SDK before it is sent. A call with an error
 * rejects with {@link Refused}, and nothing is sent. Returns the client.
 */
export function cloudfrontLint<Client extends { middlewareStack: { add: Function } }>(
  client: Client,
  options?: GuardOptions,
): Client;

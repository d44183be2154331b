/** What the REST API answers, as far as this page reads it. Energy is Wh, power W, times are ISO 8601 instants. */

export type Quality = "measured" | "estimated" | "edited" | "missing" | "pending";
export type Rule = "register-difference" | "register-scaled" | "linear" | "like-day" | "similar-days" | "neighbours" | "standard-profile" | "clock-shift";

export interface Interval {
  start: string;
  end: string;
}

export interface Customer {
  id: string;
  name: string;
  address: string | null;
  phone: string | null;
  email: string | null;
}

export interface UsagePoint {
  id: string;
  label: string;
  section: { id: string; name: string };
  building: { id: string; name: string; zone: string };
  areaM2: number | null;
  persons: number | null;
  channel: { obis: string; unit: string; intervalLength: string };
}

/** In 8 of 10 such cases the true value is within. */
export interface Band {
  lowWh: number;
  highWh: number;
}

/** `valueWh` is null exactly when the quality is missing or pending. */
export interface Value {
  start: string;
  end?: string;
  valueWh: number | null;
  quality: Quality;
  rule: Rule | null;
  /** Of an estimate that is not exact. */
  band?: Band | null;
}

export interface Readings {
  usagePoint: string;
  interval: Interval;
  zone: string;
  resolution: string;
  expectedCount: number;
  presentCount: number;
  dataUntil: string | null;
  values: Value[];
}

export interface Availability {
  first: string | null;
  dataUntil: string | null;
  expectedBy: string | null;
  gaps: { start: string; end: string; state: Quality; reason: string }[];
}

export interface Bucket {
  start: string;
  end: string;
  expectedCount: number;
  presentCount: number;
  worstQuality: Quality;
  partial: boolean;
  sum?: { valueWh: number | null } | null;
  max?: { valueWh: number | null; at: string | null } | null;
}

export interface Aggregates {
  interval: Interval;
  dataUntil: string | null;
  buckets: Bucket[];
}

export interface Device {
  id: string;
  name: string;
  kind: string;
  usagePoint: string;
  switchable: boolean;
  state: { reported: "on" | "off" | "unknown"; reportedAt: string | null };
}

export interface Utilisation {
  device: string;
  interval: Interval;
  zone: string;
  resolution: string;
  sumWh: number | null;
  usagePointSumWh: number | null;
  share: number | null;
  expectedCount: number;
  presentCount: number;
  worstQuality: Quality;
  dataUntil: string | null;
  values: Value[];
}

export type CommandState = "accepted" | "sent" | "confirmed" | "failed" | "expired";

export interface Command {
  id: string;
  device: string;
  action: "switch-on" | "switch-off";
  state: CommandState;
  reason: string | null;
  createdAt: string;
  expiresAt: string;
  finishedAt: string | null;
}

export interface Alarm {
  id: string;
  device: string;
  rule: string;
  intervalStart: string;
  intervalEnd: string;
  observedW: number;
  limitW: number;
  raisedAt: string;
  acknowledgedAt: string | null;
}

export interface AlarmRule {
  id: string;
  device: string;
  limitW: number;
  enabled: boolean;
}

export interface PushRegistration {
  id: string;
  token?: string;
  platform: string;
  createdAt?: string;
}

export interface SectionUse {
  section: string;
  name: string;
  flats: number;
  sumWh: number | null;
  perFlatWh: number | null;
  perM2Wh: number | null;
  perPersonWh: number | null;
  expectedCount: number | null;
  presentCount: number | null;
  worstQuality: Quality | null;
}

export interface Comparison {
  building: string;
  interval: Interval;
  zone: string;
  items: SectionUse[];
}

/** What some energy costs, without a standing charge where it is about a device. */
export interface Amount {
  currency: string;
  energyCt: number;
  standingDays: number;
  standingCt: number;
  totalCt: number;
  total: number;
  unpricedWh: number;
  lines: { tariff: string; tariffName: string; price: string; ctPerKwh: number; valueWh: number; ct: number }[];
}

export interface EnergyCost {
  whole: { complete: boolean; cost: Amount };
  note: string | null;
}

/** `comparedWh` is over the meter intervals in which the flat and all its appliances have a value. */
export interface FlatUtilisation {
  usagePoint: string;
  comparedWh: number;
  cost: Amount | null;
  devices: { device: string; comparedWh: number | null; share: number | null; cost: Amount | null }[];
  rest: { comparedWh: number; share: number | null; cost: Amount | null };
}

export type FindingRule = "stuck-on" | "dead" | "degraded" | "standby" | "missing" | "inrush";

export interface Finding {
  id: string;
  rule: FindingRule;
  interval: Interval;
  state: "suspected" | "confirmed" | "cleared" | "rejected";
  confidence: number;
  explanation: string;
  clears: string;
  feedback: "fault" | "no-fault" | null;
}

export interface OwnGroup {
  reason: "not-made-yet" | "too-few-households" | "not-grouped" | "not-yours-all-the-time" | null;
  group: {
    members: number;
    peakHour: number;
    dailyWh: { lower: number; median: number; upper: number };
  } | null;
  own: { dailyMeanWh: number; peakHour: number; days: number } | null;
}

export interface Page<T> {
  items: T[];
  links?: { next: string | null };
}

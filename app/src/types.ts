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

/** `valueWh` is null exactly when the quality is missing or pending. */
export interface Value {
  start: string;
  end?: string;
  valueWh: number | null;
  quality: Quality;
  rule: Rule | null;
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

export interface Page<T> {
  items: T[];
  links?: { next: string | null };
}

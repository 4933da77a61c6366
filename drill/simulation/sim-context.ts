import type { Instant } from '../../core/time';
import type { Account } from '../../template/model';
import type { Conditions } from './conditions';
import type { EventQueue } from './event-queue';
import type { MetricStore, Publication } from './metric-store';
import type { RunRecord } from './runs/run-plan';
import type { Assumptions, SimulationSettings } from './settings';

/** What every part of a simulation uses. */
export interface SimContext {
  readonly account: Account;
  /** When everything is deployed, which is when the simulation begins. */
  readonly createdAt: Instant;
  readonly settings: SimulationSettings;
  readonly queue: EventQueue;
  readonly conditions: Conditions;
  readonly store: MetricStore;
  readonly publication: Publication;
  /** What the play relies on although the templates do not show it. */
  readonly assumptions: Assumptions;
  /** All runs that a schedule or an earlier stage starts, oldest first. */
  readonly runs: RunRecord[];
}

import { Severity } from '../pipeline/severity';
import type { SignalRow } from './signal-row';

/** How loudly the signals of each question speak, and which are not watched at all. */
interface Preset {
  readonly alive: Severity;
  readonly failed: Severity;
  readonly deadline: Severity;
  readonly slow: Severity;
  readonly unwatched: readonly string[];
}

const PRESETS: Readonly<Record<Severity, Preset>> = {
  [Severity.CRITICAL]: {
    alive: Severity.CRITICAL, failed: Severity.CRITICAL, deadline: Severity.CRITICAL, slow: Severity.WARNING, unwatched: [],
  },
  [Severity.WARNING]: {
    alive: Severity.WARNING, failed: Severity.WARNING, deadline: Severity.WARNING, slow: Severity.WARNING, unwatched: ['SlowerThanUsual'],
  },
};

/** A row with what the severity says of it; the user's own options win. */
export function withPreset(row: SignalRow, severity: Severity): SignalRow & { readonly severity: Severity } {
  const preset = PRESETS[severity];
  const byQuestion = { ALIVE: preset.alive, FAILED: preset.failed, SLOW: row.id === 'Deadline' ? preset.deadline : preset.slow };
  return {
    ...row,
    enabledByDefault: (row.enabledByDefault ?? true) && !preset.unwatched.includes(row.id),
    severity: row.options?.severity ?? (row.onlyWarns === true ? Severity.WARNING : byQuestion[row.question]),
  };
}

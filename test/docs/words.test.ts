import { existsSync } from 'node:fs';
import path from 'node:path';
import { PAGES, PROJECT_FILES, ROOT, textOf } from './project-files';

/** A word that the project has replaced, and what to write instead (docs/glossary.md). Matters of taste do not belong here. */
interface ReplacedWord {
  readonly word: RegExp;
  readonly instead: string;
}

const REPLACED: readonly ReplacedWord[] = [
  { word: /\btold\b/i, instead: 'notified, sent, said' },
  { word: /\b(?:un)?heard\b|\bhearers?\b|\bhears\b/i, instead: 'received, subscribed, subscribers' },
  { word: /\bloud(?:ness|er|est|ly)?\b/i, instead: 'severity: critical or warning' },
  { word: /\bconvict/i, instead: 'confirm' },
  { word: /\braw (?:alarm|text|message|delivery|event)/i, instead: 'unformatted alarm, fallback delivery' },
  { word: /\bself-?watch/i, instead: 'health alarms' },
  { word: /\bspeaks?\b/i, instead: 'notifies, is raised' },
  { word: /\bheld back\b/i, instead: 'suppressed, delayed' },
  { word: /\bblind spots?\b/i, instead: 'undetected' },
  { word: /\bmass (?:message|notice)/i, instead: 'group message' },
  { word: /\bmetrics prove\b/i, instead: 'metrics confirm success, execution records confirm failure' },
  { word: /\b(?:Surroundings|Telling|Loudness|SignalTuning|MaintenanceWindow|heldFor|reminderGap|takeTurn|roomless|inTune|MOST_PER_DAY)\b/, instead: 'Deps or context, Severity, typed options, MuteWindow, the name that the code has now' },
  { word: /\b(?:quotePayloads|muteDuring|selfWatchAlarms|tickInterval|retriesExpected|onDemand)\b/, instead: 'includeExecutionData, muteWindows, healthAlarms, checkInterval, retryAttempts, optional' },
  { word: /\bRunExpectation\.(?:schedule|rule|expression|cron|rate|daily|maxSilence|none)\b/, instead: 'fromSchedule, fromRule, atTimes, dailyBy, atLeastEvery, unscheduled' },
];

const CODE = /^(?:lib|lambda|core|template|cost|drill|cli|bin|bench|scripts|test)\/.*\.(?:ts|mjs)$/;
/** This file has the words itself. */
const OWN = 'test/docs/words.test.ts';

const TEXTS = [...PAGES, ...PROJECT_FILES.filter((file) => CODE.test(file) || /^\.github\/.*\.md$/.test(file))]
  .filter((file) => file !== OWN && existsSync(path.join(ROOT, file)));

/** The lines of a text that have a replaced word. */
function findings(file: string, text: string): string[] {
  return text.split('\n').flatMap((line, index) => REPLACED.filter(({ word }) => word.test(line))
    .map(({ word, instead }) => `${file}:${index + 1}: "${word.exec(line)![0]}"; write ${instead}`));
}

test('Pages, code and tests have no word that the project has replaced.', () => {
  expect(TEXTS.flatMap((file) => findings(file, textOf(file)))).toEqual([]);
});

test('A replaced word is found with its line and what to write instead.', () => {
  expect(findings('docs/x.md', 'one\nnobody is told')).toEqual(['docs/x.md:2: "told"; write notified, sent, said']);
});

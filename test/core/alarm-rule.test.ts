import fc from 'fast-check';
import type { AlarmState } from '../../core/alarm-configuration';
import {
  type AlarmRule, AlarmRuleError, alarmsOfRule, elementsOfRule, MAX_CHILD_ALARMS, MAX_RULE_ELEMENTS, parseAlarmRule,
} from '../../core/composite-alarm';
import { compositeState } from '../../drill/cloudwatch/composite-evaluation';

/** States by the first letter of a name: a... is in ALARM, o... is OK, i... has insufficient data. */
const STATES: Readonly<Record<string, AlarmState>> = { a: 'ALARM', o: 'OK', i: 'INSUFFICIENT_DATA' };
const stateOf = (alarm: string): AlarmState | undefined => STATES[alarm.charAt(0)];

const holds = (text: string): boolean => compositeState(parseAlarmRule(text), stateOf) === 'ALARM';

describe('the rule of a composite alarm', () => {
  it.each<[string, boolean]>([
    ['TRUE', true],
    ['FALSE', false],
    ['ALARM(a)', true],
    ['ALARM(o)', false],
    ['OK(o)', true],
    ['INSUFFICIENT_DATA(i)', true],
    ['ALARM(i)', false],
    ['ALARM(o) OR INSUFFICIENT_DATA(i)', true],
    ['NOT OK(i)', true],
    ['NOT NOT ALARM(a)', true],
    ['ALARM(a1) AND ALARM(a2)', true],
    ['ALARM(a1) AND ALARM(o2)', false],
    ['ALARM(a1) AND NOT ALARM(a2)', false],
    ['(ALARM(o) OR ALARM(a)) AND OK(o)', true],
    ['TRUE OR FALSE AND FALSE', true],
    ['(TRUE OR FALSE) AND FALSE', false],
    ['NOT TRUE OR TRUE', true],
    ['NOT (TRUE OR TRUE)', false],
    ['AT_LEAST(2, ALARM, (a1, a2, o3))', true],
    ['AT_LEAST(3, ALARM, (a1, a2, o3))', false],
    ['AT_LEAST(50%, OK, (o1, o2, a3, a4))', true],
    ['AT_LEAST(51%, OK, (o1, o2, a3, a4))', false],
    ['AT_LEAST(100%, OK, (o1, o2))', true],
    ['AT_LEAST(2, NOT ALARM, (a1, o2, i3))', true],
    ['AT_LEAST(1, NOT INSUFFICIENT_DATA, (i1, i2))', false],
    ['AT_LEAST(2, ALARM, (a1, a2, o3)) AND NOT ALARM(o)', true],
  ])('%s is %s', (text, expected) => {
    expect(holds(text)).toBe(expected);
  });

  it('puts a composite into ALARM while it holds, else OK', () => {
    expect(compositeState(parseAlarmRule('ALARM(a)'), stateOf)).toBe('ALARM');
    expect(compositeState(parseAlarmRule('ALARM(i)'), stateOf)).toBe('OK');
  });

  it('names an alarm that does not exist, even where the rest of the rule decides', () => {
    expect(() => holds('TRUE OR ALARM(unknown)')).toThrow(
      new AlarmRuleError('The alarm rule refers to "unknown", but there is no such alarm. Create it first or correct its name.'),
    );
  });
});

describe('reading a rule', () => {
  it.each<[string, string]>([
    ['a name with spaces, brackets and commas in quotes', 'ALARM("a (b), c")'],
    ['an escaped quote', String.raw`ALARM("a \"b\"")`],
    ['an ARN without quotes', 'ALARM(arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a)'],
    ['a space before the bracket', 'ALARM ( a )'],
    ['line breaks', 'ALARM(a)\n  AND\tALARM(a2)'],
    ['a name that is a word of the language', 'ALARM(AND) OR ALARM(NOT)'],
  ])('takes %s', (_case, text) => {
    expect(() => parseAlarmRule(text)).not.toThrow();
  });

  it('takes escapes out of quoted names', () => {
    expect(alarmsOfRule(parseAlarmRule(String.raw`ALARM("say \"hi\" \\ \n")`))).toEqual([String.raw`say "hi" \ \n`]);
  });

  it('gives a tree', () => {
    expect(parseAlarmRule('NOT ALARM(x) AND (TRUE OR AT_LEAST(50%, NOT OK, ("y", z)))')).toEqual({
      kind: 'and',
      operands: [
        { kind: 'not', operand: { kind: 'state', state: 'ALARM', alarm: 'x' } },
        {
          kind: 'group',
          operand: {
            kind: 'or',
            operands: [
              { kind: 'constant', value: true },
              { kind: 'atLeast', minimum: { percent: 50 }, state: 'OK', negated: true, alarms: ['y', 'z'] },
            ],
          },
        },
      ],
    } satisfies AlarmRule);
  });

  const START =
    'ALARM(...), OK(...), INSUFFICIENT_DATA(...), AT_LEAST(...), TRUE, FALSE, NOT or an opening parenthesis';

  it.each<[string, string]>([
    ['', `Cannot read the alarm rule: expected ${START} at character 0, found the end of the rule.`],
    ['alarm(a)', `Cannot read the alarm rule: expected ${START} at character 0, found "alarm".`],
    ['ALARM(a) AND', `Cannot read the alarm rule: expected ${START} at character 12, found the end of the rule.`],
    ['ALARM(a) ALARM(b)', 'Cannot read the alarm rule: expected AND, OR or the end of the rule at character 9, found "ALARM".'],
    ['ALARM(a', 'Cannot read the alarm rule: expected ")" at character 7, found the end of the rule.'],
    ['ALARM(a b)', 'Cannot read the alarm rule: expected ")" at character 8, found "b".'],
    ['ALARM()', 'Cannot read the alarm rule: expected the name or ARN of an alarm at character 6, found ")".'],
    ['ALARM("")', 'The alarm rule has an empty alarm name at character 6. Name an alarm or leave it out.'],
    ['ALARM("a)', 'Cannot read the alarm rule: the name from character 6 on has no closing double quote. Close it.'],
    ['(TRUE', 'Cannot read the alarm rule: expected ")" at character 5, found the end of the rule.'],
    ['AT_LEAST(0, OK, (a))', 'Cannot read the alarm rule: expected a number of alarms from 1, or a percentage from 1% to 100% at character 9, found "0".'],
    ['AT_LEAST(101%, OK, (a))', 'Cannot read the alarm rule: expected a number of alarms from 1, or a percentage from 1% to 100% at character 9, found "101%".'],
    ['AT_LEAST(1, FINE, (a))', 'Cannot read the alarm rule: expected one of OK, ALARM, INSUFFICIENT_DATA at character 12, found "FINE".'],
    ['AT_LEAST(3, OK, (a, b))', 'AT_LEAST asks for 3 of 2 alarms, which can never hold. Ask for 2 at most.'],
    ['AT_LEAST(1, OK, a)', 'Cannot read the alarm rule: expected "(" at character 16, found "a".'],
  ])('refuses %j', (text, message) => {
    expect(() => parseAlarmRule(text)).toThrow(new AlarmRuleError(message));
  });

  it('says where it stopped', () => {
    const error = ((): unknown => {
      try {
        return parseAlarmRule('TRUE AND TRU');
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(AlarmRuleError);
    expect((error as AlarmRuleError).position).toBe(9);
  });

  it('refuses a rule longer than CloudWatch takes', () => {
    expect(() => parseAlarmRule(' '.repeat(10_241))).toThrow(
      new AlarmRuleError('The alarm rule has 10241 characters, CloudWatch allows 10240. Split it into several composite alarms.'),
    );
  });

  it('refuses nesting beyond what a rule of 500 elements can have', () => {
    expect(() => parseAlarmRule(`${'('.repeat(600)}TRUE${')'.repeat(600)}`)).toThrow(
      new AlarmRuleError('The alarm rule is nested more than 500 deep. Simplify it.'),
    );
  });

  it('throws nothing but its own error, whatever the text', () => {
    const pieces = fc.constantFrom('ALARM', 'OK', '(', ')', ',', 'AND', 'OR', 'NOT', 'AT_LEAST', '50%', '2', '"', '\\', 'TRUE', ' ', 'x', '\n', 'é');
    const texts = fc.oneof(fc.string(), fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join('')), fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(' ')));
    fc.assert(
      fc.property(texts, (text) => {
        try {
          parseAlarmRule(text);
        } catch (error) {
          expect(error).toBeInstanceOf(AlarmRuleError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a rule written out', () => {
  const names = fc.string({ minLength: 1, maxLength: 8 });
  const states = fc.constantFrom<AlarmState>('OK', 'ALARM', 'INSUFFICIENT_DATA');
  const { rule } = fc.letrec<{ rule: AlarmRule }>((tie) => ({
    rule: fc.oneof(
      { maxDepth: 4 },
      fc.record({ kind: fc.constant('state' as const), state: states, alarm: names }),
      fc.record({ kind: fc.constant('constant' as const), value: fc.boolean() }),
      fc.array(names, { minLength: 1, maxLength: 4 }).chain((alarms) =>
        fc.record({
          kind: fc.constant('atLeast' as const),
          minimum: fc.oneof(fc.record({ count: fc.integer({ min: 1, max: alarms.length }) }), fc.record({ percent: fc.integer({ min: 1, max: 100 }) })),
          state: states,
          negated: fc.boolean(),
          alarms: fc.constant(alarms),
        }),
      ),
      fc.record({ kind: fc.constant('group' as const), operand: tie('rule') }),
    ),
  }));

  const quote = (name: string): string => `"${name.replaceAll(/["\\]/g, String.raw`\$&`)}"`;

  function write(node: AlarmRule): string {
    switch (node.kind) {
      case 'state':
        return `${node.state}(${quote(node.alarm)})`;
      case 'constant':
        return node.value ? 'TRUE' : 'FALSE';
      case 'group':
        return `(${write(node.operand)})`;
      case 'atLeast': {
        const minimum = 'count' in node.minimum ? `${node.minimum.count}` : `${node.minimum.percent}%`;
        return `AT_LEAST(${minimum}, ${node.negated ? 'NOT ' : ''}${node.state}, (${node.alarms.map(quote).join(', ')}))`;
      }
      default:
        throw new Error(`${node.kind} is not drawn`);
    }
  }

  it('is read back as it was, with any name', () => {
    fc.assert(fc.property(rule, (drawn) => expect(parseAlarmRule(write(drawn))).toEqual(drawn)));
  });

  it('means with NOT, AND and OR what they mean', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 6 }), (terms) => {
        const words = terms.map(([negated, value]) => `${negated ? 'NOT ' : ''}${value ? 'TRUE' : 'FALSE'}`);
        const values = terms.map(([negated, value]) => value !== negated);
        expect(holds(words.join(' AND '))).toBe(values.every(Boolean));
        expect(holds(words.join(' OR '))).toBe(values.some(Boolean));
      }),
    );
  });
});

describe('the limits of a rule', () => {
  it('are those of CloudWatch', () => {
    expect([MAX_CHILD_ALARMS, MAX_RULE_ELEMENTS]).toEqual([100, 500]);
  });

  it('count alarms once and elements each time', () => {
    const rule = parseAlarmRule('(ALARM(a) OR OK(a)) AND NOT AT_LEAST(1, OK, (a, b)) AND TRUE');
    expect(alarmsOfRule(rule)).toEqual(['a', 'b']);
    expect(elementsOfRule(rule)).toBe(6);
  });
});

import { htmlReport } from '../../../drill/report/html/html-report';
import { omittedFaults, omittedResources } from '../../../drill/report/not-played';
import { terminalReport } from '../../../drill/report/terminal/terminal-report';
import type { NotPlayedNote } from '../../../drill';
import { report, result } from './fixture';

const UNPLAYED = 'resources of this type are not played';
const note = (where: string, type: string, more: Partial<NotPlayedNote> = {}): NotPlayedNote => ({ where, type, what: UNPLAYED, concerns: 'other', ...more });

describe('Resources that are not played', () => {
  test('are one line for each type, with their number and an example.', () => {
    const notPlayed = [1, 2, 3].map((index) => note(`App/Table${index}`, 'AWS::RDS::DBInstance'));
    expect(omittedResources({ notPlayed })).toEqual([{ where: '3 × AWS::RDS::DBInstance, for example App/Table1', what: UNPLAYED }]);
  });

  test('of one service are one line with its types, the most frequent first: a VPC is not 23 lines.', () => {
    const vpc = [
      note('App/Vpc', 'AWS::EC2::VPC'), ...[1, 2, 3, 4].map((index) => note(`App/Vpc/S${index}`, 'AWS::EC2::Subnet')), ...[1, 2].map((index) => note(`App/Vpc/R${index}`, 'AWS::EC2::Route')),
      note('App/Vpc/Gw', 'AWS::EC2::InternetGateway'), note('App/Vpc/Eip', 'AWS::EC2::EIP'),
    ];
    expect(omittedResources({ notPlayed: vpc })).toEqual([
      { where: '9 × AWS::EC2 (4 Subnet, 2 Route, 1 VPC, 1 InternetGateway and 1 more), for example App/Vpc', what: UNPLAYED },
    ]);
  });

  test('have a line with their type when there is only one.', () => {
    expect(omittedResources({ notPlayed: [note('App/Landing', 'AWS::S3::Bucket')] })).toEqual([{ where: 'App/Landing (AWS::S3::Bucket)', what: UNPLAYED }]);
  });

  test('have separate lines for different reasons.', () => {
    const notPlayed = ['its event pattern is not played', 'left out: no target'].map((what) => note('App/Rule', 'AWS::Events::Rule', { what, concerns: 'trigger' }));
    expect(omittedResources({ notPlayed })).toHaveLength(2);
  });

  test('come in the order of their importance.', () => {
    const notPlayed: NotPlayedNote[] = [
      note('App/Vpc', 'AWS::EC2::VPC'), note('App/Rule', 'AWS::Events::Rule', { concerns: 'trigger' }), note('App/Slack', 'AWS::Chatbot::SlackChannelConfiguration', { concerns: 'delivery' }),
      note('App/Alarm', 'AWS::CloudWatch::Alarm', { concerns: 'alarm' }), { where: 'App/Contract', what: 'its pipeline is not played', concerns: 'pipeline' },
    ];
    expect(omittedResources({ notPlayed }).map(({ where }) => where.split(' ')[0])).toEqual(['App/Contract', 'App/Alarm', 'App/Slack', 'App/Rule', 'App/Vpc']);
  });
});

describe('Faults that are not played although they can happen', () => {
  const unwatched = (title: string): ReturnType<typeof result> => result({ fault: title, title, outcome: 'notWatched', reason: 'Its owner expects no runs: RunExpectation.unscheduled(\'files come when they come\').' });
  const unplayed = result({ fault: 'retries', title: 'Succeeds after a retry', outcome: 'notPlayed', reason: 'Nothing says how often it is retried.' });

  test('are grouped by their reason, and those that the drill cannot play come first.', () => {
    expect(omittedFaults({ results: [unwatched('A'), unwatched('B'), unplayed, result({ outcome: 'notApplicable' })] })).toEqual([
      { where: 'NightlyOrders', what: '1 fault not played (Succeeds after a retry). Nothing says how often it is retried.' },
      { where: 'NightlyOrders', what: '2 faults not watched (A and B). Its owner expects no runs: RunExpectation.unscheduled(\'files come when they come\').' },
    ]);
  });

  test('come before resources that are not played, in both reports.', () => {
    const given = report({ results: [result(), unplayed], notPlayed: [note('App/Vpc', 'AWS::EC2::VPC')] });
    expect(terminalReport(given)).toMatch(/What this drill does not prove\n· NightlyOrders: 1 fault not played \(.*\n(?: .*\n)*· App\/Vpc/);
    expect(htmlReport(given)).toMatch(/<bdi>NightlyOrders<\/bdi><\/b>: 1 fault not played.*<bdi>App\/Vpc/);
  });

  test('have cells that differ from those of faults that cannot happen.', () => {
    const text = terminalReport(report({ results: [result(), unplayed, unwatched('A'), result({ fault: 'x', title: 'X', outcome: 'notApplicable' })] }));
    expect(text).toMatch(/Succeeds after a retry +not played\n/);
    expect(text).toMatch(/\nA +opt-out\n/);
    expect(text).toMatch(/\nX +n\/a\n/);
  });
});

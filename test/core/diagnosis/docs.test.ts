import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DIAGNOSIS_PERMISSIONS, diagnosisActions } from '../../../core/diagnosis/permissions';
import { withTables } from './reasons-table';

test('The page docs/diagnosis.md has every reason with its exact text and its permissions (npm run docs writes it).', () => {
  const page = readFileSync(path.join(__dirname, '../../../docs/diagnosis.md'), 'utf8');
  expect(page).toBe(withTables(page));
});

test('The actions of each resource are listed separately, each once.', () => {
  expect(diagnosisActions('stateMachine')).toEqual(['states:DescribeStateMachine', 'states:ListExecutions']);
  expect(diagnosisActions('executions')).toEqual(['states:DescribeExecution', 'states:DescribeStateMachineForExecution', 'states:GetExecutionHistory']);
  expect(diagnosisActions('function')).toEqual(['lambda:GetFunctionConcurrency', 'lambda:GetFunctionConfiguration']);
  expect(diagnosisActions('logGroup')).toEqual(['logs:FilterLogEvents']);
  expect(diagnosisActions('schedule')).toEqual(['scheduler:GetSchedule']);
  expect(diagnosisActions('rule')).toEqual(['events:DescribeRule']);
  expect(diagnosisActions('deadLetterQueue')).toEqual(['sqs:ReceiveMessage']);
});

test('A diagnosis changes nothing: every action only reads.', () => {
  for (const { action } of Object.values(DIAGNOSIS_PERMISSIONS).flat()) expect(action).toMatch(/:(?:Get|List|Describe|Filter|Receive)/);
});

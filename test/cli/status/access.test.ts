import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkProfile } from '../../../cli/status/access';

const folder = mkdtempSync(path.join(tmpdir(), 'profiles-'));
const [config, credentials] = [path.join(folder, 'config'), path.join(folder, 'credentials')];
const env = { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: credentials };

beforeAll(() => {
  writeFileSync(config, '[default]\nregion = eu-west-1\n[profile production]\nsso_session = work\n[sso-session work]\n[profile "two words"]\n');
  writeFileSync(credentials, '[ci]\naws_access_key_id = x\n');
});

afterAll(() => rmSync(folder, { recursive: true }));

test.each(['default', 'production', 'ci', 'two words'])('The profile %s is found in the AWS files.', (profile) => {
  expect(() => checkProfile(profile, env)).not.toThrow();
});

test('Without a name, no profile is looked up.', () => {
  expect(() => checkProfile(undefined, env)).not.toThrow();
});

test('A profile that does not exist is named, with the one that you probably meant.', () => {
  expect(() => checkProfile('prodution', env)).toThrow(
    `there is no profile prodution in ${config} or ${credentials}. Did you mean production? They have: default, production, two words, ci.`,
  );
});

test('A profile of AWS_PROFILE that does not exist is named with its origin.', () => {
  expect(() => checkProfile(undefined, { ...env, AWS_PROFILE: 'staging' })).toThrow(
    `there is no profile staging (from AWS_PROFILE) in ${config} or ${credentials}. They have: default, production, two words, ci.`,
  );
});

test('A single sign-on session is not a profile.', () => {
  expect(() => checkProfile('sso-session work', env)).toThrow('there is no profile sso-session work');
});

test('Files that do not exist have no profiles.', () => {
  const nowhere = path.join(folder, 'nowhere');
  expect(() => checkProfile('a', { AWS_CONFIG_FILE: nowhere, AWS_SHARED_CREDENTIALS_FILE: nowhere })).toThrow(`there is no profile a in ${nowhere} or ${nowhere}. They have no profiles.`);
});

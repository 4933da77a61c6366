import { AllowedAccess, AllowedRole, AllowedStatement, RESOURCES, ROLES } from './allowed';
import { exampleTemplate, fullTemplate } from './apps';
import { resourcePoliciesOf, Role, rolesOf, Statement } from './policies';

const TEMPLATES = [['of the example', exampleTemplate()], ['of an app in which everything is in use', fullTemplate()]] as const;

function same(a: readonly string[], b: readonly string[]): boolean {
  return [...a].sort().join() === [...b].sort().join();
}

function fits({ actions, on, condition }: AllowedStatement, statement: Statement): boolean {
  return statement.effect === 'Allow' && same(actions, statement.actions) && condition === statement.condition
    && statement.resources.every((resource) => Object.values(on).some((pattern) => pattern.test(resource)));
}

function allowedRole({ id }: Role): AllowedRole | undefined {
  return ROLES.find((role) => `Observatory${role.id}` === id);
}

function accessOf(of: string, { effect, principal, actions, condition = '' }: Statement): AllowedAccess | undefined {
  return RESOURCES.find((row) => row.of.test(of) && row.effect === effect && row.principal === principal && same(row.actions, actions) && (row.condition ?? /^$/).test(condition));
}

describe.each(TEMPLATES)('the roles %s', (_, template) => {
  test('are those of the table, and only their service can assume them', () => {
    const roles = rolesOf(template);

    expect(roles.map(({ id }) => id).sort()).toEqual(ROLES.map(({ id }) => `Observatory${id}`).sort());
    for (const role of roles) {
      const { assumedBy, condition } = allowedRole(role)!;
      expect(role.trust).toEqual([{ effect: 'Allow', actions: ['sts:AssumeRole'], resources: [], principal: `Service ${assumedBy}`, ...(condition === undefined ? {} : { condition }) }]);
    }
  });

  test('have exactly the permissions of the table', () => {
    const unknown = rolesOf(template).flatMap((role) => role.statements.filter((statement) => !allowedRole(role)!.statements.some((row) => fits(row, statement))).map((statement) => ({ role: role.id, ...statement })));

    expect(unknown).toEqual([]);
  });

  test('have no policy that somebody else can change', () => {
    expect(rolesOf(template).flatMap(({ managedElsewhere }) => managedElsewhere)).toEqual([]);
  });

  test('have no wildcard in an action, and one in a resource only with a reason', () => {
    const statements = rolesOf(template).flatMap((role) => role.statements.map((statement) => ({ role, statement })));

    expect(statements.flatMap(({ statement: { actions } }) => actions).filter((action) => action.includes('*'))).toEqual([]);
    const unreasoned = statements.filter(({ role, statement }) => statement.resources.some((resource) => resource.includes('*'))
      && allowedRole(role)!.statements.find((row) => fits(row, statement))?.wildcard === undefined);
    expect(unreasoned).toEqual([]);
  });
});

describe.each(TEMPLATES)('the policies of resources %s', (_, template) => {
  test('allow exactly the principals of the table', () => {
    const unknown = resourcePoliciesOf(template).flatMap(({ of, statements }) => statements.filter((statement) => accessOf(of, statement) === undefined).map((statement) => ({ of, ...statement })));

    expect(unknown).toEqual([]);
  });

  test('of topics and queues deny requests without TLS', () => {
    const guarded = resourcePoliciesOf(template).filter(({ of, statements }) => /TopicPolicy$|IntakePolicy$|DeadLettersPolicy$/.test(of)
      && statements.some(({ effect, condition }) => effect === 'Deny' && condition === 'Bool aws:SecureTransport false')).map(({ of }) => of.replace(/Policy$/, ''));
    const made = Object.entries<{ Type: string }>(template.Resources).filter(([id, { Type }]) => id.startsWith('Observatory') && /^AWS::(?:SNS::Topic|SQS::Queue)$/.test(Type)).map(([id]) => id.replace(/[0-9A-F]{8}$/, ''));

    expect(guarded.sort()).toEqual(made.sort());
  });
});

describe('the table', () => {
  const all = TEMPLATES.flatMap(([, template]) => rolesOf(template));

  test.each(ROLES.flatMap((role) => role.statements.map((row) => [`${role.id} ${row.actions.join(' ')}`, role, row] as const)))('has no row without an effect: %s', (_, role, row) => {
    expect(all.filter(({ id }) => id === `Observatory${role.id}`).flatMap(({ statements }) => statements).filter((statement) => fits(row, statement)).length).toBeGreaterThan(0);
  });

  test.each(ROLES.flatMap((role) => role.statements.filter((row) => row.with === undefined).map((row) => [`${role.id} ${row.actions.join(' ')}`, role, row] as const)))(
    'says which feature adds a permission that the smallest app does not have: %s', (_, role, row) => {
      const [example] = TEMPLATES.map(([, template]) => rolesOf(template));
      expect(example!.find(({ id }) => id === `Observatory${role.id}`)!.statements.some((statement) => fits(row, statement))).toBe(true);
    },
  );

  test.each(ROLES.flatMap((role) => role.statements.flatMap((row) => Object.entries(row.on).map(([name, pattern]) => [`${role.id} ${name}`, role, row, pattern] as const))))(
    'has no resource without a statement: %s', (_, role, row, pattern) => {
      const resources = all.filter(({ id }) => id === `Observatory${role.id}`).flatMap(({ statements }) => statements).filter((statement) => fits(row, statement)).flatMap((statement) => statement.resources);
      expect(resources.some((resource) => pattern.test(resource))).toBe(true);
    },
  );

  test('has no row for a resource without a policy', () => {
    const used = TEMPLATES.flatMap(([, template]) => resourcePoliciesOf(template).flatMap(({ of, statements }) => statements.map((statement) => accessOf(of, statement))));
    expect(RESOURCES.filter((row) => !used.includes(row))).toEqual([]);
  });
});

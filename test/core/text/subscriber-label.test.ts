import { subscriberLabel } from '../../../core/text/subscriber-label';

test.each([
  ['email', 'data@example.com', 'email data@example.com'],
  ['sms', '+15550100', 'sms +15550100'],
  ['lambda', 'arn:aws:lambda:eu-west-1:1:function:Page', 'lambda Page'],
])('A subscriber by %s is shown with its address or name.', (protocol, endpoint, label) => {
  expect(subscriberLabel({ protocol, endpoint })).toBe(label);
});

test.each([
  ['https://user:pass@hooks.example.com:8443/T0/secret?key=1', 'https hooks.example.com'],
  ['nonsense', 'https address'],
])('A web hook is shown by its host only, because the rest may be a secret: %s', (endpoint, label) => {
  expect(subscriberLabel({ protocol: 'https', endpoint })).toBe(label);
});

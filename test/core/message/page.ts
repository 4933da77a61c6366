import type { Chapter, Example } from './examples';

const INTRODUCTION = `# Messages

<!-- Written by \`npm run docs\` from test/core/message/examples.ts; a test fails when it is not what the code says. -->

What the observatory tells, word for word. All alarms of one pipeline make one **incident**, and one incident makes one
thread of messages: a first one, what changed after it, reminders that become rarer, and one recovery.
[Notifications](notifications.md) tells when a message is sent, to whom, and when it is held back; this page shows what it
says.

Each message exists three times, made from the same facts by the same pure functions (\`core/message\`):

- as an **e-mail**, in plain text that reads on a phone. The first paragraph has to do for whoever reads nothing else: what
  happened, when it was due, when it last went well, why. Then comes one next step, and then all else that is known. The
  subject is printable ASCII and shorter than 100 characters.
- as an **SMS** of one part: 150 characters of the GSM alphabet, so that 10 are left for the topic's name, which SNS puts
  before it. What the alphabet lacks is written as what comes nearest.
- as an **event** on the account's default bus, for chat tools and incident managers. \`key\` is the same when a message
  comes twice, \`text\` is the e-mail (left out below).

Times are those of the owner: of the pipeline's schedule, or of the observatory where it has none, with UTC beside them.
Whatever could not be found out is listed as not known; nothing is guessed. Names, causes and log lines come from outside,
so they are cut, and rid of line ends, control characters and all that turns or hides text, before anything is made of them.
`;

/** The page on messages. */
export function messagesPage(chapters: readonly Chapter[]): string {
  return [INTRODUCTION, ...chapters.map(chapterText)].join('\n');
}

function chapterText({ title, about, examples }: Chapter): string {
  return [`## ${title}`, about, ...examples.map(exampleText)].join('\n\n').concat('\n');
}

function exampleText({ title, about, message: { subject, email, sms, event } }: Example): string {
  return [
    `### ${title}`,
    about,
    fenced('text', `Subject: ${subject}\n\n${email.trimEnd()}`),
    'SMS:',
    fenced('text', sms),
    `<details><summary>Event</summary>\n\n${fenced('json', JSON.stringify({ ...event, text: '…' }, undefined, 2))}\n</details>`,
  ].join('\n\n');
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

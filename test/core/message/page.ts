import type { Chapter, Example } from './examples';

const INTRODUCTION = `# Messages

<!-- Written by \`npm run docs\` from test/core/message/examples.ts; a test fails when it is not what the code says. -->

This page shows what the observatory sends, word for word. All alarms of one pipeline form one **incident**, and one incident
forms one thread of messages: a first message, changes, reminders that become rarer, and one recovery.
[Notifications](notifications.md) says when a message is sent, to whom, and when it is suppressed.

Each message exists three times, made from the same facts by the same pure functions (\`core/message\`):

- as an **e-mail**, in plain text that reads well on a phone. The first paragraph is enough if you read nothing else: what
  happened, when it was due, when it last succeeded, and why. One next step follows, and then everything else that is known.
  The subject is printable ASCII and shorter than 100 characters.
- as an **SMS** of one part: 150 characters of the GSM alphabet. The other 10 are for the topic's name, which SNS puts before
  the text. A character that the alphabet lacks is replaced by the nearest one.
- as an **event** on the account's default bus, for chat tools and incident managers. If a message comes twice, \`key\` is the
  same both times. \`text\` is the e-mail (left out below).

Times are in the owner's zone, with UTC beside them: the zone of the pipeline's schedule, or that of the observatory. Whatever
could not be read is listed as not known; nothing is guessed. Names, causes and log lines come from outside. They are shortened,
and line ends, control characters and everything that reverses or hides text are removed.
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

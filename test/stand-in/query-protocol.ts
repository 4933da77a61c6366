import { Json, ServiceError } from './wire';

/** The fields of a request of the AWS Query protocol: a form, whose lists and maps are flattened into names with dots. */
export function readForm(body: string): { readonly operation: string; readonly input: Json } {
  const { Action: operation = '', Version: _version, ...input } = Object.fromEntries(new URLSearchParams(body));
  return { operation, input };
}

/** An answer of the AWS Query protocol. */
export function queryAnswer(operation: string, output: Json | undefined): string {
  return `<${operation}Response xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><${operation}Result>${element(output ?? {})}</${operation}Result>`
    + '<ResponseMetadata><RequestId>a-1</RequestId></ResponseMetadata></' + operation + 'Response>';
}

export function queryError({ code, message }: ServiceError): string {
  return `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error><RequestId>a-1</RequestId></ErrorResponse>`;
}

/** Lists are members, maps are entries, as SNS writes them. */
function element(value: unknown): string {
  if (value instanceof Map) return [...value].map(([key, one]) => `<entry><key>${escaped(String(key))}</key><value>${element(one)}</value></entry>`).join('');
  if (Array.isArray(value)) return value.map((one) => `<member>${element(one)}</member>`).join('');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).filter(([, one]) => one !== undefined).map(([name, one]) => `<${name}>${element(one)}</${name}>`).join('');
  }
  return escaped(String(value));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

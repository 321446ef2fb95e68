/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a test tool, never part of the package */
export function print(line = ''): void {
	process.stdout.write(`${line}\n`);
}

import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { AddressInfo } from 'node:net';

import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface Mail {
	subject: string;
	html: string;
	/** The same without tags. */
	text: string;
}

/** An SMTP server on loopback that keeps what it is given. */
export interface MailServer {
	port: number;
	/** In the order of arrival. */
	mails: Mail[];
	/** @throws when there is none */
	newest(): Mail;
	onArrival(listener: (mail: Mail) => void): void;
	close(): Promise<void>;
}

/** Takes mail from anybody, without a password and without encryption. */
export async function startMailServer(): Promise<MailServer> {
	const mails: Mail[] = [];
	const arrivals = new EventEmitter<{ mail: [Mail] }>();
	const smtp = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS', 'AUTH'],
		onData(stream, _session, accept) {
			simpleParser(stream).then(({ subject = '', html, text = '' }) => {
				const mail = { subject, html: html || '', text };
				mails.push(mail);
				arrivals.emit('mail', mail);
				accept();
			}, accept);
		},
	});
	const server = smtp.listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
	return {
		port: (server.address() as AddressInfo).port,
		mails,
		newest() {
			const mail = mails.at(-1);
			assert.ok(mail, 'there is no email');
			return mail;
		},
		onArrival: (listener) => arrivals.on('mail', listener),
		close: async () => await new Promise((resolve) => smtp.close(resolve)),
	};
}

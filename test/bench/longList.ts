import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { generateRecord, NEWEST } from '../../simulator/records';
import { answerParent } from './child';
import type { Account } from './simulatorProcess';

/** A list of any length: the simulator would keep a million records in memory. */
export interface LongList {
	records: number;
}

/** Where it is, how long, and from when its newest record is: ms since 1970. */
export interface LongAccount extends Account, LongList {
	newestMs: number;
}

/** A million of them are within 29 days. */
const INTERVAL = 2_500;

/** So many different records, over and over, each time with another ID and moment. */
const KINDS = 1_000;

const ID = '"_id":"';
const CREATED = '"createdAt":"';

const kinds = Array.from({ length: KINDS }, (_, index) => {
	const json = JSON.stringify(generateRecord(1, index));
	const [id, created] = [json.indexOf(ID) + ID.length, json.indexOf(CREATED) + CREATED.length];
	return {
		start: json.slice(0, id),
		middle: json.slice(id + 24, created),
		end: json.slice(created + NEWEST.toISOString().length),
	};
});

function recordJson(index: number): string {
	const { start, middle, end } = kinds[index % KINDS];
	const id = String(index).padStart(24, '0');
	return `${start}${id}${middle}${createdAt(index).toISOString()}${end}`;
}

function createdAt(index: number): Date {
	return new Date(NEWEST.getTime() - index * INTERVAL);
}

function pageJson(page: number, limit: number, total: number): string {
	const first = (page - 1) * limit;
	const size = Math.max(0, Math.min(limit, total - first));
	const data = Array.from({ length: size }, (_, index) => recordJson(first + index)).join(',');
	const pages = Math.ceil(total / limit);
	return `{"data":[${data}],"total":${total},"limit":${limit},"page":${page},"pages":${pages}}`;
}

// started by longWalks.ts: in a process of its own it takes no time from what is measured
answerParent<LongList, LongAccount>(async ({ records }) => {
	const server = createServer((request, response) => {
		const { searchParams } = new URL(request.url ?? '', 'http://localhost');
		const [page, limit] = ['page', 'perPage'].map((name) => Number(searchParams.get(name)));
		response.setHeader('content-type', 'application/json').end(pageJson(page, limit, records));
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		token: 'token',
		records,
		newestMs: createdAt(0).getTime(),
	};
});

/** An answer to one open question. Its texts hold numbers and names of fields, and no data. */
export interface Finding {
	question: string;
	assumed: string;
	seen: string;
	/** Whether what was seen is what the code takes for granted; undefined when nobody can tell. */
	isAsAssumed: boolean | undefined;
}

/** @param seen undefined when it cannot be told */
export function finding(question: string, assumed: string, seen: string | undefined): Finding {
	if (seen === undefined) {
		return { question, assumed, seen: 'cannot be told', isAsAssumed: undefined };
	}
	return { question, assumed, seen, isAsAssumed: seen === assumed };
}

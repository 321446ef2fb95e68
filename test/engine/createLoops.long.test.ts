import { propertyOfLoops } from './createLoopsProperty';

it('no image over the limit and none paid for twice, in a thousand random workflows of loops', async () => {
	const met = await propertyOfLoops(1000);
	// else it would be a property of nothing
	for (const times of Object.values(met)) expect(times).toBeGreaterThan(20);
}, 3_600_000);

const { dest, src } = require('gulp');

/** Puts the icons where the built node and credential look for them. */
function icons() {
	return src('icons/*.svg', { encoding: false }).pipe(dest('dist/icons'));
}

exports.icons = icons;

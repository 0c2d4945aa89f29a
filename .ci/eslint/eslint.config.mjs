// The scripts in static/ are served as they stand, without comments. They are for Chrome 87 and
// Safari 14, but older phones read them too, and must get as far as the line that
// leaves the page to work without them: so the syntax is that of ES5.
import js from '@eslint/js'
import globals from 'globals'

export default [
  { ignores: ['static/lamejs.iife.js'] }, // not ours: see static/LGPL.txt
  {
    ...js.configs.recommended,
    files: ['static/**/*.js'],
    languageOptions: { ecmaVersion: 5, sourceType: 'script', globals: { ...globals.browser, ...globals.es2015, reader: 'readonly', enhance: 'readonly', keepAnswers: 'readonly', stepEntries: 'readonly' } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      ...js.configs.recommended.rules,
      eqeqeq: 'error',
      strict: ['error', 'function'],
      'no-implied-eval': 'error',
      // A catch that says in its name and comment why nothing has to be done.
      'no-unused-vars': ['error', { caughtErrors: 'none' }]
    }
  }
]

package release

// Viewed is viewed, for tests that share more with other packages than this one can import.
var Viewed = viewed

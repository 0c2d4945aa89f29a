package treblock

// MixedRatio is what was released of the same mixed answers about two things: how many gave an
// answer, or answers beside each other, and among how many. Whoever gave it is among those, as
// those who know are among those who answered at all.
type MixedRatio struct {
	Of, Among MixedShare
}

// Estimate returns the share θ = p_A/p_D of those who gave the answer A among D, before mixing, with
// a 95 % interval, all between 0 and 1. As [MixedShare.Estimate] it covers chance, people of one
// gathering who answer alike, mixing and rounding together, and that of D too. Where nothing is
// known of D, or with numbers that cannot be, everything from 0 to 1 is possible, and the share is
// 0.
//
// An answer counts λ_A = (1−q)·p_A + q·u_A times in A and λ_D times in D, so that with r_A and r_D
// released of n
//
//	θ ≈ (r_A/n − q·u_A) / (r_D/n − q·u_D)
//
// The bounds are those of Fieller (JRSS B 16, 1954), by which a ratio is possible if the difference
// that it makes nothing of is: X = [in A] − θ·[in D] has the mean m = q·(u_A − θ·u_D) whatever p_D
// is. It is tested by its score, with the variance that it has where θ is true, as Wilson does for
// one share:
//
//	(|r_A/n − θ·r_D/n − m| − base/2n)² ≤ 1.96²·( a·V/n + v/n² )
//	V = λ_D·θ(1−θ) + m·(1−2θ) − m²
//
// V is λ_A(1−θ)² + (λ_D−λ_A)θ² − m² with λ_A = θ·λ_D + m; for λ_D stands r_D/n, kept within what a
// share between 0 and 1 can be counted as. Where everybody is in D and nothing is mixed, it is
// Wilson's θ(1−θ). The half step and a, the design effect, are those of MixedShare: of the
// covariance of two answers ρ·p_D·θ(1−θ) mixing leaves (1−q)², and V ≥ (1−q)·p_D·θ(1−θ).
//
// The error of either released count has the variance v_1 = B·(base²−1)/6 over B blocks, as there.
// That of r_A − θ·r_D is taken to be v = (1+θ²)·v_1. So it is where their errors do not go together:
// in tables with offsets of their own, or where A neither begins nor ends D; else it is between v
// and (1−θ+θ²)·v_1, as they are then two sums of three errors that are uniform over the remainders.
//
// Both sides are quadratic in θ. So between the estimate, where the inequality holds, and a share
// where it does not, it ends at one point, which is found by halving.
//
// With gatherings of 20 that correlate by 0.05 the exact coverage of shares of 2–98 % is at least
// 95 %, mixed or not, for 12–600 answers in one to 20 blocks, of which 15–100 % are in D.
func (r MixedRatio) Estimate() (share, low, high float64) {
	if r.impossible() || r.Among.unmixed(r.Among.counted()) <= 0 {
		return 0, 0, 1
	}
	halfStep := float64(r.Of.Base) / 2 / float64(r.Of.N) // mutation: half step
	of := r.Of.counted()
	return r.share(of), r.bound(of-halfStep, 0), r.bound(of+halfStep, 1)
}

// share returns the share that is likeliest if so large a share is counted of all.
func (r MixedRatio) share(counted float64) float64 {
	return max(0, min(1, r.Of.unmixed(counted)/r.Among.unmixed(r.Among.counted())))
}

// bound returns the share nearest to end, 0 or 1, that is possible if so large a share is counted
// of all.
func (r MixedRatio) bound(counted, end float64) float64 {
	if r.possible(counted, end) {
		return end
	}
	inside, outside := r.share(counted), end
	for range 40 {
		if middle := (inside + outside) / 2; r.possible(counted, middle) {
			inside = middle
		} else {
			outside = middle
		}
	}
	return inside
}

// possible reports whether the score test does not reject the share if so large a share is counted
// of all.
func (r MixedRatio) possible(counted, share float64) bool {
	n, q := float64(r.Of.N), r.Of.q()
	drawn := q * r.Among.Drawn
	mean := q*r.Of.Drawn - share*drawn
	among := max(drawn, min(1-q+drawn, r.Among.counted()))
	chance := among*share*(1-share) + mean*(1-2*share) - mean*mean
	rounding := (1 + share*share) * r.Of.rounding() // mutation: rounded denominator
	apart := counted - share*r.Among.counted() - mean
	return apart*apart <= z*z*(r.Of.alike()*chance/n+rounding/(n*n))
}

func (r MixedRatio) impossible() bool {
	of, among := r.Of, r.Among
	of.Released, of.Drawn, among.Released, among.Drawn = 0, 0, 0, 0
	return r.Of.impossible() || r.Among.impossible() || of != among || r.Of.Drawn > r.Among.Drawn
}

// MixedRatioChange is [MixedChange] of such shares, with the bounds of [MixedRatio.Estimate]. Where
// the share has not changed, it leaves out zero in at most 3.6 % of cases, with gatherings that
// answer alike, whether one time fewer are in D, mixed or not, also of a single block a time.
func MixedRatioChange(before, after MixedRatio) (low, high float64) {
	return difference(before.estimate(), after.estimate())
}

func (r MixedRatio) estimate() estimate {
	share, low, high := r.Estimate()
	return estimate{share, low, high}
}

package forecast

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"sync"
)

// Keeper keeps the forecasts that were made last, for pages that are read again and again. It may be
// used by many goroutines at once.
type Keeper struct {
	mu    sync.Mutex
	turns chan struct{} // of who computes: one at a time
	order [][32]byte
	made  map[[32]byte]Forecast
}

// kept is how many forecasts a Keeper keeps.
const kept = 8

// NewKeeper returns a keeper without forecasts.
func NewKeeper() *Keeper {
	return &Keeper{turns: make(chan struct{}, 1), made: map[[32]byte]Forecast{}}
}

// Of returns Of a plan, computed once as long as the plan is the same.
func (k *Keeper) Of(ctx context.Context, p Plan) (Forecast, error) {
	text, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("forecast: %w", err)
	}
	key := sha256.Sum256(text)
	if f, known := k.find(key); known {
		return f, nil
	}
	select {
	case k.turns <- struct{}{}:
		defer func() { <-k.turns }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if f, known := k.find(key); known {
		return f, nil
	}
	f, err := Of(ctx, p)
	if err == nil {
		k.keep(key, f)
	}
	return f, err
}

func (k *Keeper) find(key [32]byte) (Forecast, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	f, known := k.made[key]
	return f, known
}

func (k *Keeper) keep(key [32]byte, f Forecast) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.order) == kept {
		delete(k.made, k.order[0])
		k.order = k.order[1:]
	}
	k.order, k.made[key] = append(k.order, key), f
}

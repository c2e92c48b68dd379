// Go's net/http and encoding/json: the walk, the rows and the report.
//
//	go_peer walk <folder>
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"math"
	"net/http"
	"net/url"
	"os"
	"sort"
	"strconv"
	"strings"
	"time"
)

// Event has what the report needs; charges of five places survive a binary fraction.
type Event struct {
	Model          *string   `json:"model"`
	Status         *string   `json:"status"`
	CreatedAt      time.Time `json:"created_at"`
	DurationMS     *int64    `json:"duration_ms"`
	InputTokens    *int64    `json:"input_tokens"`
	OutputTokens   *int64    `json:"output_tokens"`
	CreditsCharged *float64  `json:"credits_charged"`
	APIKeyID       *string   `json:"api_key_id"`
}

// Page of events.
type Page struct {
	Data       []Event `json:"data"`
	HasMore    bool    `json:"has_more"`
	NextCursor *string `json:"next_cursor"`
}

// Key of a group.
type Key struct {
	day        int64
	model, key string
}

// Group of a report.
type Group struct {
	input, output, charge int64
	durations             []int64
	p50, p95              float64
}

func walk(base string) map[Key]*Group {
	groups := map[Key]*Group{}
	query := url.Values{"start_time": {"2026-05-01T00:00:00Z"}, "end_time": {"2026-05-09T00:00:00Z"}, "limit": {"500"}}
	for {
		page := fetch(base + "/v1/usage/events?" + query.Encode())
		for i := range page.Data {
			add(groups, &page.Data[i])
		}
		if !page.HasMore {
			break
		}
		query.Set("cursor", *page.NextCursor)
	}
	for _, group := range groups {
		sort.Slice(group.durations, func(i, j int) bool { return group.durations[i] < group.durations[j] })
		group.p50 = quantile(group.durations, 0.5)
		group.p95 = quantile(group.durations, 0.95)
	}
	return groups
}

func fetch(address string) Page {
	request, err := http.NewRequest("GET", address, nil)
	check(err)
	request.Header.Set("X-Api-Key", "al_live_benchmark")
	response, err := http.DefaultClient.Do(request)
	check(err)
	defer response.Body.Close()
	if response.StatusCode != 200 {
		log.Fatal(response.Status)
	}
	body, err := io.ReadAll(response.Body)
	check(err)
	var page Page
	check(json.Unmarshal(body, &page))
	return page
}

func add(groups map[Key]*Group, event *Event) {
	key := Key{event.CreatedAt.Unix() / 86400, text(event.Model), text(event.APIKeyID)}
	group := groups[key]
	if group == nil {
		group = &Group{}
		groups[key] = group
	}
	if event.InputTokens != nil {
		group.input += *event.InputTokens
	}
	if event.OutputTokens != nil {
		group.output += *event.OutputTokens
	}
	if event.CreditsCharged != nil {
		group.charge += int64(math.Round(*event.CreditsCharged * 100000))
	}
	if event.DurationMS != nil && (event.Status == nil || *event.Status == "completed") {
		group.durations = append(group.durations, *event.DurationMS)
	}
}

func text(value *string) string {
	if value == nil {
		return "-"
	}
	return *value
}

func quantile(sorted []int64, share float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	position := float64(len(sorted)-1) * share
	rank := int(position)
	value := float64(sorted[rank])
	if rank+1 < len(sorted) {
		value += (float64(sorted[rank+1]) - value) * (position - float64(rank))
	}
	return value
}

func nanoseconds(milliseconds float64) string {
	if math.IsNaN(milliseconds) {
		return "-"
	}
	return strconv.FormatInt(int64(math.Round(milliseconds*1e6)), 10)
}

func amount(hundredThousandths int64) string {
	text := fmt.Sprintf("%d.%05d", hundredThousandths/100000, hundredThousandths%100000)
	return strings.TrimRight(strings.TrimRight(text, "0"), ".")
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func main() {
	fmt.Println("{}")
	var base string
	var groups map[Key]*Group
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		words := strings.SplitN(lines.Text(), " ", 2)
		switch words[0] {
		case "prepare":
			base = words[1][strings.LastIndex(words[1], " ")+1:]
			// No connection is older than the round.
			http.DefaultClient.CloseIdleConnections()
			fmt.Println("{}")
		case "work":
			start := time.Now()
			groups = walk(base)
			seconds := time.Since(start).Seconds()
			fmt.Printf("{\"elapsed\": %g, \"seconds\": %g}\n", seconds, seconds)
		default:
			file, err := os.Create(words[1])
			check(err)
			writer := bufio.NewWriter(file)
			for key, group := range groups {
				fmt.Fprintf(writer, "%d\t%s\t%s\t%d\t%d\t%s\t%s\t%s\n", key.day*86400000, key.model, key.key,
					group.input, group.output, amount(group.charge), nanoseconds(group.p50), nanoseconds(group.p95))
			}
			check(writer.Flush())
			check(file.Close())
			fmt.Println("{}")
		}
	}
}

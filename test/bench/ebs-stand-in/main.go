// An EBS service that costs as little CPU time as it can, for benches of who reads and writes its blocks. A read answers
// bytes that lie in memory. A written block is compared, byte by byte, with the block of the source that it must be a copy of, its
// checksum with the one that was computed in the beginning, and the seal with count and checksum of all: no hash is
// computed while something is measured. Signatures are not looked at. As EBS does, it takes 1,000 reads and 1,000 writes a second.
package main

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	blockBytes = 524_288
	// Different enough for real work, few enough for its memory.
	contents = 64
	// https://docs.aws.amazon.com/ebs/latest/userguide/ebs-resource-quotas.html
	blocksPerSecond = 1_000
	page            = 10_000
	// Of credentials that go to another Region than they were given for.
	source = "snap-0123456789abcdef0"
	target = "snap-0fedcba9876543210"
)

type content struct {
	bytes    []byte
	sha256   [32]byte
	checksum string
}

// One copy: so many blocks are there to be read, and these were written.
type turn struct {
	blocks  int
	written sync.Map
	reads   bucket
	writes  bucket
}

// As many at once as it takes in a second.
type bucket struct {
	mutex sync.Mutex
	left  float64
	at    time.Time
}

func (b *bucket) take() bool {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	now := time.Now()
	b.left = min(blocksPerSecond, b.left+now.Sub(b.at).Seconds()*blocksPerSecond)
	b.at = now
	if b.left < 1 {
		return false
	}
	b.left--
	return true
}

var (
	known   [contents]content
	current *turn
	buffers = sync.Pool{New: func() any { return make([]byte, blockBytes) }}
)

func main() {
	for at := range known {
		each := &known[at]
		each.bytes = make([]byte, blockBytes)
		rand.Read(each.bytes)
		each.sha256 = sha256.Sum256(each.bytes)
		each.checksum = base64.StdEncoding.EncodeToString(each.sha256[:])
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	server := &http.Server{Handler: http.HandlerFunc(serve)}
	go func() {
		if len(os.Args) == 3 {
			panic(server.ServeTLS(listener, os.Args[1], os.Args[2]))
		}
		panic(server.Serve(listener))
	}()
	orders := json.NewDecoder(os.Stdin)
	answers := json.NewEncoder(os.Stdout)
	for {
		var order struct{ Blocks int }
		if orders.Decode(&order) != nil {
			return
		}
		current = &turn{blocks: order.Blocks}
		answers.Encode(map[string]any{"port": listener.Addr().(*net.TCPAddr).Port, "snapshotId": source})
	}
}

func serve(w http.ResponseWriter, r *http.Request) {
	if !strings.HasPrefix(r.Header.Get("authorization"), "AWS4-HMAC-SHA256 ") {
		refuse(w, 403, "AccessDeniedException", "UNAUTHORIZED_ACCOUNT")
		return
	}
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	switch {
	case r.Method == "GET" && len(parts) == 4 && parts[1] == source:
		get(w, r, parts[3])
	case r.Method == "PUT" && len(parts) == 4 && parts[1] == target:
		put(w, r, parts[3])
	case r.Method == "GET" && len(parts) == 3 && parts[1] == source:
		list(w, r)
	case r.Method == "POST" && len(parts) == 1:
		start(w, r)
	case r.Method == "POST" && len(parts) == 3 && parts[2] == target:
		complete(w, r)
	default:
		refuse(w, 404, "ResourceNotFoundException", "SNAPSHOT_NOT_FOUND")
	}
}

func get(w http.ResponseWriter, r *http.Request, index string) {
	at, err := strconv.Atoi(index)
	if err != nil || at >= current.blocks || r.URL.Query().Get("blockToken") != tokenOf(at) {
		refuse(w, 400, "ValidationException", "INVALID_BLOCK_TOKEN")
		return
	}
	if !current.reads.take() {
		refuse(w, 400, "RequestThrottledException", "RESOURCE_LEVEL_THROTTLE")
		return
	}
	block := &known[at%contents]
	w.Header()["X-Amz-Data-Length"] = []string{strconv.Itoa(blockBytes)}
	w.Header()["X-Amz-Checksum"] = []string{block.checksum}
	w.Header()["X-Amz-Checksum-Algorithm"] = []string{"SHA256"}
	w.Header()["Content-Type"] = []string{"application/octet-stream"}
	w.Header()["Content-Length"] = []string{strconv.Itoa(blockBytes)}
	w.Write(block.bytes)
}

func put(w http.ResponseWriter, r *http.Request, index string) {
	bytesOfIt := buffers.Get().([]byte)
	defer buffers.Put(bytesOfIt)
	_, err := io.ReadFull(r.Body, bytesOfIt)
	at, notANumber := strconv.Atoi(index)
	if err != nil || notANumber != nil || at >= current.blocks || r.ContentLength != blockBytes {
		refuse(w, 400, "ValidationException", "INVALID_BLOCK")
		return
	}
	if !current.writes.take() {
		refuse(w, 400, "RequestThrottledException", "RESOURCE_LEVEL_THROTTLE")
		return
	}
	block := &known[at%contents]
	if !bytes.Equal(bytesOfIt, block.bytes) || r.Header.Get("x-amz-checksum") != block.checksum {
		refuse(w, 400, "ValidationException", "INVALID_BLOCK")
		return
	}
	current.written.Store(at, true)
	w.Header()["X-Amz-Checksum"] = []string{block.checksum}
	w.Header()["X-Amz-Checksum-Algorithm"] = []string{"SHA256"}
	w.WriteHeader(201)
}

func list(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	first, _ := strconv.Atoi(query.Get("startingBlockIndex"))
	if token := query.Get("pageToken"); token != "" {
		first, _ = strconv.Atoi(token)
	}
	type block struct {
		BlockIndex int
		BlockToken string
	}
	answer := map[string]any{"VolumeSize": sizeGiB(), "BlockSize": blockBytes, "ExpiryTime": seconds(time.Now().AddDate(0, 0, 7))}
	blocks := []block{}
	for at := first; at < min(current.blocks, first+page); at++ {
		blocks = append(blocks, block{at, tokenOf(at)})
	}
	answer["Blocks"] = blocks
	if first+page < current.blocks {
		answer["NextToken"] = strconv.Itoa(first + page)
	}
	say(w, 200, answer)
}

func start(w http.ResponseWriter, r *http.Request) {
	io.Copy(io.Discard, r.Body)
	say(w, 201, map[string]any{
		"SnapshotId": target, "OwnerId": "333333333333", "Status": "pending", "StartTime": seconds(time.Now()),
		"VolumeSize": sizeGiB(), "BlockSize": blockBytes,
	})
}

// Every block was written, and the checksum is that of the digests in their order.
func complete(w http.ResponseWriter, r *http.Request) {
	io.Copy(io.Discard, r.Body)
	all := sha256.New()
	for at := range current.blocks {
		if _, is := current.written.Load(at); !is {
			refuse(w, 400, "ValidationException", "INVALID_PARAMETER_VALUE")
			return
		}
		all.Write(known[at%contents].sha256[:])
	}
	count, checksum := r.Header.Get("x-amz-ChangedBlocksCount"), r.Header.Get("x-amz-Checksum")
	if count != strconv.Itoa(current.blocks) || (checksum != "" && checksum != base64.StdEncoding.EncodeToString(all.Sum(nil))) {
		refuse(w, 400, "ValidationException", "INVALID_PARAMETER_VALUE")
		return
	}
	say(w, 202, map[string]any{"Status": "completed"})
}

func tokenOf(at int) string { return fmt.Sprintf("token+of/block=%d", at) }

func sizeGiB() int { return (current.blocks*blockBytes + 1<<30 - 1) >> 30 }

func seconds(at time.Time) float64 { return float64(at.UnixMilli()) / 1_000 }

func say(w http.ResponseWriter, status int, answer any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(answer)
}

func refuse(w http.ResponseWriter, status int, name string, reason string) {
	w.Header().Set("X-Amzn-ErrorType", name)
	say(w, status, map[string]any{"Message": reason, "Reason": reason})
}

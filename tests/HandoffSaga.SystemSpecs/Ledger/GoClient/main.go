// Audits a published log with Go's own golang.org/x/mod/sumdb (tlog, note): code that shares nothing with ours.
//
// Usage: main FOLDER VKEY
//
// Reads the checkpoint and every checkpoint published before it, proves each entry and each earlier tree out of the tiles, and checks the proofs.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

type folder string

func (f folder) Height() int { return height }

func (f folder) SaveTiles(tiles []tlog.Tile, data [][]byte) {}

// Go names tiles tile/8/LEVEL/INDEX, and entries tile/8/data/INDEX; tlog-tiles leaves the height out and says entries.
func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(tiles))
	for i, tile := range tiles {
		bytes, err := f.read(tile)
		if err != nil {
			return nil, err
		}
		data[i] = bytes
	}
	return data, nil
}

func (f folder) read(tile tlog.Tile) ([]byte, error) {
	bytes, err := os.ReadFile(filepath.Join(string(f), path(tile)))
	if err == nil || tile.W == 1<<height {
		return bytes, err
	}
	width := tile.W
	tile.W = 1 << height
	bytes, err = os.ReadFile(filepath.Join(string(f), path(tile)))
	if err == nil && tile.L >= 0 {
		bytes = bytes[:width*tlog.HashSize]
	}
	return bytes, err
}

func path(tile tlog.Tile) string {
	name := strings.TrimPrefix(tile.Path(), "tile/8/")
	return "tile/" + strings.Replace(name, "data/", "entries/", 1)
}

func (f folder) entries(size int64) ([][]byte, error) {
	var entries [][]byte
	for n := int64(0); int64(len(entries)) < size; n++ {
		width := size - n<<height
		if width > 1<<height {
			width = 1 << height
		}
		bundle, err := f.read(tlog.Tile{H: height, L: -1, N: n, W: int(width)})
		if err != nil {
			return nil, err
		}
		for i := int64(0); i < width; i++ {
			length := int(binary.BigEndian.Uint16(bundle))
			entries = append(entries, bundle[2:2+length])
			bundle = bundle[2+length:]
		}
	}
	return entries, nil
}

func open(file string, verifier note.Verifier) tlog.Tree {
	bytes, err := os.ReadFile(file)
	check(err)
	signed, err := note.Open(bytes, note.VerifierList(verifier))
	check(err)
	lines := strings.Split(signed.Text, "\n")
	if lines[0] != verifier.Name() {
		check(fmt.Errorf("%s is about %s", file, lines[0]))
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	root, err := base64.StdEncoding.DecodeString(lines[2])
	check(err)
	tree := tlog.Tree{N: size}
	copy(tree.Hash[:], root)
	return tree
}

func checkpoints(log folder, verifier note.Verifier) []tlog.Tree {
	var kept []tlog.Tree
	check(filepath.Walk(filepath.Join(string(log), "checkpoints"), func(file string, info os.FileInfo, err error) error {
		// A process that was killed may have left a file that is not there yet.
		if err == nil && !info.IsDir() && !strings.HasPrefix(info.Name(), ".") {
			kept = append(kept, open(file, verifier))
		}
		return err
	}))
	return kept
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func main() {
	log := folder(os.Args[1])
	verifier, err := note.NewVerifier(os.Args[2])
	check(err)
	tree := open(filepath.Join(string(log), "checkpoint"), verifier)
	kept := checkpoints(log, verifier)
	for _, one := range kept {
		// A process that was killed while it published has kept a checkpoint and not yet made it the current one: all of that one must be there.
		if one.N > tree.N {
			tree = one
		}
	}
	hashes := tlog.TileHashReader(tree, log)

	entries, err := log.entries(tree.N)
	check(err)
	for i, entry := range entries {
		proof, err := tlog.ProveRecord(tree.N, int64(i), hashes)
		check(err)
		check(tlog.CheckRecord(proof, tree.N, tree.Hash, int64(i), tlog.RecordHash(entry)))
	}

	for _, before := range kept {
		if before.N > 0 {
			proof, err := tlog.ProveTree(tree.N, before.N, hashes)
			check(err)
			check(tlog.CheckTree(proof, tree.N, tree.Hash, before.N, before.Hash))
		}
	}
	fmt.Printf("%d entries, %d checkpoints\n", len(entries), len(kept))
}

// Makes the Merkle vectors with Go's golang.org/x/mod/sumdb/tlog: roots, proofs, and proofs spoiled in one way each.
//
// Usage: make.sh (see README.md). Writes roots.json, inclusion.json and consistency.json into the working folder.
//
// tlog makes every proof, and tlog says of every case whether a verifier accepts it. It cannot be asked where a hash has not 32 bytes: there the
// verdict is a refusal by the definition of a hash, and the case says so ("not_a_hash").
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strconv"

	"golang.org/x/mod/sumdb/tlog"
)

const leaves = 300

type tree struct {
	leaves [][]byte
	stored []tlog.Hash
}

func (t *tree) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		hashes[i] = t.stored[index]
	}
	return hashes, nil
}

func grown() *tree {
	t := &tree{}
	for n := int64(0); n < leaves; n++ {
		leaf := leafInput(n)
		hashes, err := tlog.StoredHashes(n, leaf, t)
		check(err)
		t.leaves = append(t.leaves, leaf)
		t.stored = append(t.stored, hashes...)
	}
	return t
}

// The first is empty, the second one zero byte, the next few are longer than a hash; the rest say their number.
func leafInput(n int64) []byte {
	switch {
	case n == 0:
		return []byte{}
	case n < 8:
		return bytes.Repeat([]byte{byte(n - 1)}, int(n*n))
	default:
		return []byte("entry " + strconv.FormatInt(n, 10))
	}
}

func (t *tree) root(size int64) tlog.Hash {
	if size == 0 {
		return emptyRoot
	}
	root, err := tlog.TreeHash(size, t)
	check(err)
	return root
}

// RFC 6962 section 2.1; tlog of this version answers zeros for no entries.
var emptyRoot = tlog.Hash(sha256.Sum256(nil))

// A hash nothing has.
var stranger = tlog.RecordHash([]byte("in no tree"))

type inclusion struct {
	Name      string   `json:"name"`
	Index     int64    `json:"index"`
	Size      int64    `json:"size"`
	LeafHash  []byte   `json:"leaf_hash"`
	Root      []byte   `json:"root"`
	Proof     [][]byte `json:"proof"`
	Accepted  bool     `json:"accepted"`
	NotAHash  bool     `json:"not_a_hash,omitempty"`
	mustBeBad bool
}

type consistency struct {
	Name      string   `json:"name"`
	Size1     int64    `json:"size1"`
	Size2     int64    `json:"size2"`
	Root1     []byte   `json:"root1"`
	Root2     []byte   `json:"root2"`
	Proof     [][]byte `json:"proof"`
	Accepted  bool     `json:"accepted"`
	NotAHash  bool     `json:"not_a_hash,omitempty"`
	mustBeBad bool
}

func (c *inclusion) judge() {
	proof, leaf, root := hashes(c.Proof), hash(c.LeafHash), hash(c.Root)
	ok := proof != nil && leaf != nil && root != nil
	c.NotAHash = !ok
	c.Accepted = ok && tlog.CheckRecord(proof, c.Size, *root, c.Index, *leaf) == nil
	if c.Accepted == c.mustBeBad {
		check(fmt.Errorf("inclusion %s: accepted is %v", c.Name, c.Accepted))
	}
}

func (c *consistency) judge() {
	proof, root1, root2 := hashes(c.Proof), hash(c.Root1), hash(c.Root2)
	ok := proof != nil && root1 != nil && root2 != nil
	c.NotAHash = !ok
	c.Accepted = ok && tlog.CheckTree(proof, c.Size2, *root2, c.Size1, *root1) == nil
	if c.Accepted == c.mustBeBad {
		check(fmt.Errorf("consistency %s: accepted is %v", c.Name, c.Accepted))
	}
}

func inclusions(t *tree) []inclusion {
	var all []inclusion
	for _, at := range [][2]int64{{0, 1}, {0, 8}, {5, 8}, {2, 3}, {1, 5}, {6, 7}, {7, 300}, {256, 257}, {299, 300}} {
		index, size := at[0], at[1]
		proof, err := tlog.ProveRecord(size, index, t)
		check(err)
		leaf, root := tlog.RecordHash(t.leaves[index]), t.root(size)
		add := func(kind string, spoil func(c *inclusion)) {
			c := inclusion{Name: fmt.Sprintf("%d of %d: %s", index, size, kind), Index: index, Size: size,
				LeafHash: leaf[:], Root: root[:], Proof: list(proof), mustBeBad: true}
			spoil(&c)
			all = append(all, c)
		}

		add("good", func(c *inclusion) { c.mustBeBad = false })
		add("index plus 1", func(c *inclusion) { c.Index++ })
		add("index minus 1", func(c *inclusion) { c.Index-- })
		add("index xor 2", func(c *inclusion) { c.Index ^= 2 })
		add("size times 2", func(c *inclusion) { c.Size *= 2 })
		add("size halved", func(c *inclusion) { c.Size /= 2 })
		add("another root", func(c *inclusion) { c.Root = stranger[:] })
		add("root of the empty tree", func(c *inclusion) { c.Root = emptyRoot[:] })
		add("no root", func(c *inclusion) { c.Root = []byte{} })
		add("another leaf", func(c *inclusion) { c.LeafHash = stranger[:] })
		add("short leaf", func(c *inclusion) { c.LeafHash = []byte("short") })
		add("empty hash in front", func(c *inclusion) { c.Proof = inserted(c.Proof, 0, []byte{}) })
		add("empty hash behind", func(c *inclusion) { c.Proof = append(c.Proof, []byte{}) })
		add("root in front", func(c *inclusion) { c.Proof = inserted(c.Proof, 0, root[:]) })
		add("root behind", func(c *inclusion) { c.Proof = append(c.Proof, root[:]) })
		add("leaf in front", func(c *inclusion) { c.Proof = inserted(c.Proof, 0, leaf[:]) })
		for i := range proof {
			i := i
			add(fmt.Sprintf("hash %d inserted", i), func(c *inclusion) { c.Proof = inserted(c.Proof, i, stranger[:]) })
			add(fmt.Sprintf("hash %d removed", i), func(c *inclusion) { c.Proof = removed(c.Proof, i) })
			add(fmt.Sprintf("hash %d with bit %d turned", i, i+3), func(c *inclusion) { c.Proof[i] = turned(c.Proof[i], i+3) })
			add(fmt.Sprintf("hash %d a byte short", i), func(c *inclusion) { c.Proof[i] = c.Proof[i][:31] })
		}
		for i := 1; i < len(proof); i++ {
			i := i
			add(fmt.Sprintf("hashes %d and %d changed about", i-1, i), func(c *inclusion) { c.Proof[i-1], c.Proof[i] = c.Proof[i], c.Proof[i-1] })
		}
	}

	// No proof at all, where there is nothing to prove.
	for _, at := range [][2]int64{{0, 0}, {1, 0}, {2, 1}, {0, 1}, {-1, 0}} {
		index, size := at[0], at[1]
		for _, c := range []struct {
			kind       string
			root, leaf []byte
		}{
			{"neither root nor leaf", nil, nil},
			{"the empty tree's root", emptyRoot[:], nil},
			{"a leaf", nil, stranger[:]},
			{"the empty tree's root and a leaf", emptyRoot[:], stranger[:]},
			{"a root and the empty tree's root", stranger[:], emptyRoot[:]},
			{"a root that is its leaf", stranger[:], stranger[:]},
		} {
			// A tree of one entry whose root is that entry's hash is all right.
			good := index == 0 && size == 1 && bytes.Equal(c.root, c.leaf) && len(c.root) == tlog.HashSize
			all = append(all, inclusion{Name: fmt.Sprintf("%d of %d: nothing but %s", index, size, c.kind), Index: index, Size: size,
				Root: append([]byte{}, c.root...), LeafHash: append([]byte{}, c.leaf...), Proof: [][]byte{}, mustBeBad: !good})
		}
	}
	names := map[string]bool{}
	for i := range all {
		all[i].judge()
		once(names, all[i].Name)
	}
	return all
}

func consistencies(t *tree) []consistency {
	var all []consistency
	for _, at := range [][2]int64{{1, 1}, {1, 8}, {6, 8}, {2, 5}, {6, 7}, {4, 8}, {7, 300}, {256, 257}, {255, 300}} {
		size1, size2 := at[0], at[1]
		proof, err := tlog.ProveTree(size2, size1, t)
		check(err)
		root1, root2 := t.root(size1), t.root(size2)
		add := func(kind string, spoil func(c *consistency)) {
			c := consistency{Name: fmt.Sprintf("%d to %d: %s", size1, size2, kind), Size1: size1, Size2: size2,
				Root1: root1[:], Root2: root2[:], Proof: list(proof), mustBeBad: true}
			spoil(&c)
			all = append(all, c)
		}

		add("good", func(c *consistency) { c.mustBeBad = false })
		add("first size plus 1", func(c *consistency) { c.Size1++ })
		add("first size minus 1", func(c *consistency) { c.Size1-- })
		add("first size xor 2", func(c *consistency) { c.Size1 ^= 2 })
		add("second size times 2", func(c *consistency) { c.Size2 *= 2 })
		add("second size halved", func(c *consistency) { c.Size2 /= 2 })
		add("another first root", func(c *consistency) { c.Root1 = stranger[:] })
		add("another second root", func(c *consistency) { c.Root2 = stranger[:] })
		add("short first root", func(c *consistency) { c.Root1 = []byte("short") })
		add("short second root", func(c *consistency) { c.Root2 = []byte("short") })
		add("empty hash in front", func(c *consistency) { c.Proof = inserted(c.Proof, 0, []byte{}) })
		add("empty hash behind", func(c *consistency) { c.Proof = append(c.Proof, []byte{}) })
		add("first root in front", func(c *consistency) { c.Proof = inserted(c.Proof, 0, root1[:]) })
		add("second root in front", func(c *consistency) { c.Proof = inserted(c.Proof, 0, root2[:]) })
		add("first root behind", func(c *consistency) { c.Proof = append(c.Proof, root1[:]) })
		add("second root behind", func(c *consistency) { c.Proof = append(c.Proof, root2[:]) })
		if len(proof) == 0 {
			continue
		}
		add("roots changed about", func(c *consistency) { c.Root1, c.Root2 = c.Root2, c.Root1 })
		add("no proof", func(c *consistency) { c.Proof = [][]byte{} })
		add("first hash twice", func(c *consistency) { c.Proof = inserted(c.Proof, 0, c.Proof[0]) })
		for i := range proof {
			i := i
			add(fmt.Sprintf("hash %d inserted", i), func(c *consistency) { c.Proof = inserted(c.Proof, i, stranger[:]) })
			add(fmt.Sprintf("hash %d removed", i), func(c *consistency) { c.Proof = removed(c.Proof, i) })
			add(fmt.Sprintf("hash %d with bit %d turned", i, i+4), func(c *consistency) { c.Proof[i] = turned(c.Proof[i], i+4) })
			add(fmt.Sprintf("hash %d a byte short", i), func(c *consistency) { c.Proof[i] = c.Proof[i][:31] })
		}
		for i := 1; i < len(proof); i++ {
			i := i
			add(fmt.Sprintf("hashes %d and %d changed about", i-1, i), func(c *consistency) { c.Proof[i-1], c.Proof[i] = c.Proof[i], c.Proof[i-1] })
		}
	}

	other := tlog.RecordHash([]byte("in no tree either"))
	for _, at := range [][2]int64{{0, 0}, {0, 1}, {1, 0}, {1, 1}, {1, 2}, {2, 1}, {2, 2}, {-1, 1}} {
		size1, size2 := at[0], at[1]
		add := func(kind string, root1, root2 tlog.Hash, proof [][]byte, good bool) {
			all = append(all, consistency{Name: fmt.Sprintf("%d to %d: %s", size1, size2, kind), Size1: size1, Size2: size2,
				Root1: root1[:], Root2: root2[:], Proof: proof, mustBeBad: !good})
		}
		// A tree is itself when its root is the same, whatever the root is.
		add("the same root", stranger, stranger, [][]byte{}, size1 == size2 && size1 > 0)
		add("other roots", stranger, other, [][]byte{}, false)
		add("the empty tree's root and a proof that is it", emptyRoot, emptyRoot, [][]byte{emptyRoot[:]}, false)
		add("the empty tree's root, then another", emptyRoot, stranger, [][]byte{}, false)
	}
	names := map[string]bool{}
	for i := range all {
		all[i].judge()
		once(names, all[i].Name)
	}
	return all
}

func once(names map[string]bool, name string) {
	if names[name] {
		check(fmt.Errorf("two cases are called %s", name))
	}
	names[name] = true
}

func list(proof []tlog.Hash) [][]byte {
	copies := make([][]byte, len(proof))
	for i, hash := range proof {
		copies[i] = append([]byte{}, hash[:]...)
	}
	return copies
}

func inserted(proof [][]byte, at int, hash []byte) [][]byte {
	return append(append(append([][]byte{}, proof[:at]...), hash), proof[at:]...)
}

func removed(proof [][]byte, at int) [][]byte {
	return append(append([][]byte{}, proof[:at]...), proof[at+1:]...)
}

func turned(hash []byte, bit int) []byte {
	turned := append([]byte{}, hash...)
	turned[bit/8] ^= 1 << (bit % 8)
	return turned
}

func hash(bytes []byte) *tlog.Hash {
	if len(bytes) != tlog.HashSize {
		return nil
	}
	var hash tlog.Hash
	copy(hash[:], bytes)
	return &hash
}

func hashes(proof [][]byte) []tlog.Hash {
	all := make([]tlog.Hash, 0, len(proof))
	for _, bytes := range proof {
		hash := hash(bytes)
		if hash == nil {
			return nil
		}
		all = append(all, *hash)
	}
	return all
}

// One case a line: a change shows as the lines it changes.
func write[T any](file string, cases []T) {
	var text bytes.Buffer
	text.WriteString("[\n")
	for i, c := range cases {
		line, err := json.Marshal(c)
		check(err)
		text.Write(line)
		if i < len(cases)-1 {
			text.WriteString(",")
		}
		text.WriteString("\n")
	}
	text.WriteString("]\n")
	check(os.WriteFile(file, text.Bytes(), 0o644))
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

type rooted struct {
	Size int64  `json:"size"`
	Leaf string `json:"last_leaf_hex"`
	Root string `json:"root_hex"`
}

func main() {
	t := grown()
	roots := []rooted{{0, "", hex.EncodeToString(emptyRoot[:])}}
	for size := int64(1); size <= leaves; size++ {
		root := t.root(size)
		roots = append(roots, rooted{size, hex.EncodeToString(t.leaves[size-1]), hex.EncodeToString(root[:])})
	}
	write("roots.json", roots)

	in, con := inclusions(t), consistencies(t)
	write("inclusion.json", in)
	write("consistency.json", con)
	fmt.Printf("%d roots, %d inclusion proofs, %d consistency proofs\n", len(roots), len(in), len(con))
}

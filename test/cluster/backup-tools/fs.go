package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// A bucket as a folder: what it takes of a real one lies below root/<bucket>, a key is a path.
type fsStore struct{ root string }

func (s *fsStore) Init(config map[string]string) error {
	s.root = config["root"]
	return nil
}

func (s *fsStore) path(bucket, key string) string {
	return filepath.Join(s.root, bucket, filepath.FromSlash(key))
}

func (s *fsStore) PutObject(bucket, key string, body io.Reader) error {
	path := s.path(bucket, key)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = io.Copy(file, body)
	return err
}

func (s *fsStore) ObjectExists(bucket, key string) (bool, error) {
	_, err := os.Stat(s.path(bucket, key))
	if os.IsNotExist(err) {
		return false, nil
	}
	return err == nil, err
}

func (s *fsStore) GetObject(bucket, key string) (io.ReadCloser, error) {
	return os.Open(s.path(bucket, key))
}

func (s *fsStore) ListObjects(bucket, prefix string) ([]string, error) {
	keys := []string{}
	root := filepath.Join(s.root, bucket)
	err := filepath.Walk(root, func(path string, info os.FileInfo, err error) error {
		if os.IsNotExist(err) {
			return nil
		}
		if err != nil || info.IsDir() {
			return err
		}
		key, err := filepath.Rel(root, path)
		if err == nil && strings.HasPrefix(filepath.ToSlash(key), prefix) {
			keys = append(keys, filepath.ToSlash(key))
		}
		return err
	})
	return keys, err
}

func (s *fsStore) ListCommonPrefixes(bucket, prefix, delimiter string) ([]string, error) {
	keys, err := s.ListObjects(bucket, prefix)
	seen := map[string]bool{}
	prefixes := []string{}
	for _, key := range keys {
		rest := strings.TrimPrefix(key, prefix)
		at := strings.Index(rest, delimiter)
		if at < 0 {
			continue
		}
		common := prefix + rest[:at+len(delimiter)]
		if !seen[common] {
			seen[common] = true
			prefixes = append(prefixes, common)
		}
	}
	return prefixes, err
}

func (s *fsStore) DeleteObject(bucket, key string) error { return os.Remove(s.path(bucket, key)) }

func (s *fsStore) CreateSignedURL(string, string, time.Duration) (string, error) { return "", nil }

"""What is remembered holds while the files that it was made from are as they were."""

from edition.unchanged import remembered


def test_a_function_is_called_again_once_a_file_has_changed(tmp_path):
    file, calls = tmp_path / "table.csv", []
    file.write_text("one", encoding="utf-8")

    @remembered(lambda: [file])
    def read() -> dict:
        calls.append(text := file.read_text(encoding="utf-8"))
        return {"text": text}

    read()["text"] = "spoilt by a caller"
    assert read() == {"text": "one"}
    assert calls == ["one"]
    file.write_text("two", encoding="utf-8")
    assert read() == {"text": "two"}
    file.unlink()
    file.write_text("one", encoding="utf-8")
    assert read() == {"text": "one"}
    assert calls == ["one", "two", "one"]
